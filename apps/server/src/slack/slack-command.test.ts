import { expect, it } from 'vitest'
import { type Asked, readCommand } from './slack-command.ts'

it.each<[string, Asked]>([
  ['', { kind: 'help' }],
  ['help', { kind: 'help' }],
  ['dance', { kind: 'help', unknown: 'dance' }],
  ['constructor', { kind: 'help', unknown: 'constructor' }],
  ['status', { kind: 'help', unknown: 'status' }],
  ['status shop blog', { kind: 'help', unknown: 'status shop blog' }],
  [' Status   shop ', { kind: 'status', project: 'shop' }],
  ['list', { kind: 'list' }],
  ['link ABCD-EFGH', { kind: 'link', code: 'ABCD-EFGH' }],
  ['deploy shop', { kind: 'deploy', project: 'shop' }],
  ['restart shop', { kind: 'restart', project: 'shop' }],
  ['restart shop api', { kind: 'restart', project: 'shop', service: 'api' }],
  ['rollback shop', { kind: 'rollback', project: 'shop' }],
  ['rollback shop 7', { kind: 'rollback', project: 'shop', revision: 7 }],
  ['rollback shop last', { kind: 'help', unknown: 'rollback shop last' }],
  ['logs shop', { kind: 'logs', project: 'shop', lines: 20 }],
  ['logs shop api', { kind: 'logs', project: 'shop', service: 'api', lines: 20 }],
  ['logs shop 5', { kind: 'logs', project: 'shop', lines: 5 }],
  ['logs shop api 50', { kind: 'logs', project: 'shop', service: 'api', lines: 50 }],
  ['logs shop api 5000', { kind: 'logs', project: 'shop', service: 'api', lines: 50 }],
  ['logs shop api many', { kind: 'help', unknown: 'logs shop api many' }],
])('understands "%s"', (text, asked) => {
  expect(readCommand(text)).toEqual(asked)
})
