import { describe, expect, it } from 'vitest'
import { parseClientMessage, permissionOfTopic } from './client-message.ts'

describe('parseClientMessage', () => {
  it.each([
    [{ op: 'subscribe', topic: 'projects' }],
    [{ op: 'subscribe', topic: 'projects', since: 5 }],
    [{ op: 'unsubscribe', topic: 'host' }],
  ])('reads %j', (message) => {
    expect(parseClientMessage(JSON.stringify({ ...message, extra: true }))).toEqual(message)
  })

  it.each([
    'nonsense',
    '[]',
    'null',
    '{"op":"subscribe"}',
    '{"op":"shout","topic":"host"}',
    '{"op":"subscribe","topic":"host","since":"5"}',
    '{"op":"subscribe","topic":"host","since":1.5}',
    `{"op":"subscribe","topic":"${'x'.repeat(101)}"}`,
  ])('refuses %s', (text) => {
    expect(parseClientMessage(text)).toBeUndefined()
  })
})

describe('permissionOfTopic', () => {
  it.each([
    ['projects', 'project:read'],
    ['project:shop', 'project:read'],
    ['operation:op_01JD000000000000000000000X', 'project:read'],
    ['host', 'host:read'],
    ['project:Shop', undefined],
    ['project:', undefined],
    ['everything', undefined],
  ])('%s: %s', (topic, permission) => {
    expect(permissionOfTopic(topic)).toBe(permission)
  })
})
