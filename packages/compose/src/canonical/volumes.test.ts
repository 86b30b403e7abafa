import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { expandVolumes } from './volumes.ts'

function expand(spec: string) {
  const { node, place, reported } = phaseTest(JSON.stringify([spec]))
  return { mounts: dataOf(expandVolumes(node, place)), reported: reported() }
}

const volume = (target: string, more: object = {}) => ({ type: 'volume', target, volume: {}, ...more })
const bind = (source: string, target: string, more: object = {}) => ({
  type: 'bind',
  source,
  target,
  bind: { create_host_path: true },
  ...more,
})

describe('expandVolumes', () => {
  it.each<[string, object]>([
    ['/data', volume('/data')],
    ['/d', { type: 'volume', target: '/d' }],
    ['data:/d', volume('/d', { source: 'data' })],
    ['data:/d:ro', volume('/d', { source: 'data', read_only: true })],
    ['data:/d:nocopy', volume('/d', { source: 'data', volume: { nocopy: true } })],
    ['data:/d:cached', volume('/d', { source: 'data' })],
    ['./a:/d', bind('./a', '/d')],
    ['~/a:/d:rw', bind('~/a', '/d')],
    [
      '/a:/d:z,rshared',
      bind('/a', '/d', { bind: { selinux: 'z', propagation: 'rshared', create_host_path: true } }),
    ],
    [String.raw`C:\a:/d`, bind(String.raw`C:\a`, '/d')],
    [String.raw`\\.\pipe\x:/p`, bind(String.raw`\\.\pipe\x`, '/p')],
    ['data:/a/../b//c/', volume('/b/c', { source: 'data' })],
  ])('expands %s', (spec, mount) => {
    expect(expand(spec)).toEqual({ mounts: [mount], reported: [] })
  })

  it.each([
    ['', 'COMPOSE_INVALID_VALUE 1:2'],
    [':/d', 'COMPOSE_INVALID_VALUE 1:2'],
    ['data:/d:ro:more', 'COMPOSE_INVALID_VALUE 1:2'],
    ['v:/data', 'COMPOSE_ONE_LETTER_VOLUME 1:2'],
  ])('refuses "%s"', (spec, finding) => {
    expect(expand(spec)).toEqual({ mounts: [], reported: [finding] })
  })
})
