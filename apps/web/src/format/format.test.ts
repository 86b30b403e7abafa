import { describe, expect, it } from 'vitest'
import { ago } from './ago.ts'
import { bytes } from './bytes.ts'
import { duration } from './duration.ts'
import { shortImage } from './image.ts'
import { percent } from './percent.ts'
import { plural } from './plural.ts'

const now = Date.parse('2026-01-02T12:00:00Z')

describe('format', () => {
  it.each([
    [4, 'just now'],
    [65, '1m ago'],
    [2 * 3600, '2h ago'],
    [3 * 86_400, '3d ago'],
  ])('tells a time %d s ago as "%s"', (seconds, words) => {
    expect(ago(new Date(now - seconds * 1000).toISOString(), now)).toBe(words)
  })

  it.each([
    [420, '0.4 s'],
    [12_300, '12 s'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [-5, '0.0 s'],
  ])('tells %d ms as "%s"', (ms, words) => {
    expect(duration(ms)).toBe(words)
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [12_345, '12.3 kB'],
    [2_500_000, '2.5 MB'],
  ])('tells %d bytes as "%s"', (count, words) => {
    expect(bytes(count)).toBe(words)
  })

  it.each([
    ['docker.io/library/redis:7', 'redis:7'],
    ['docker.io/grafana/grafana', 'grafana/grafana'],
    ['registry.example.com/team/app:1', 'registry.example.com/team/app:1'],
    [`redis@sha256:${'a'.repeat(64)}`, 'redis@aaaaaaaaaaaa'],
  ])('shortens %s to %s', (image, short) => {
    expect(shortImage(image)).toBe(short)
  })

  it('tells a share with a decimal only where it says something', () => {
    expect([percent(0.42), percent(9.99), percent(153.4)]).toEqual(['0.4 %', '10.0 %', '153 %'])
  })

  it('counts one and many', () => {
    expect([plural(1, 'service'), plural(0, 'service'), plural(2, 'reply', 'replies')]).toEqual([
      '1 service',
      '0 services',
      '2 replies',
    ])
  })
})
