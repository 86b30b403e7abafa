import { describe, expect, it } from 'vitest'
import { addLines, createLogBuffer, matcher, type Seen, unseen } from './log-buffer.ts'

const line = (text: string, rest: { service?: string; time?: number; container?: string } = {}) => ({
  container: 'shop-web-1',
  service: 'web',
  number: 1,
  stream: 'stdout' as const,
  time: 1,
  text,
  ...rest,
})

describe('addLines', () => {
  it('numbers lines over all batches and keeps only the newest', () => {
    const buffer = createLogBuffer()
    for (let batch = 0; batch < 30; batch += 1)
      addLines(
        buffer,
        Array.from({ length: 10 }, () => line('x')),
        100,
      )
    expect(buffer.lines.length).toBeLessThanOrEqual(110)
    expect(buffer.lines.at(-1)?.id).toBe(299)
    expect(buffer.lines[0]?.id).toBe(300 - buffer.lines.length)
  })
})

describe('matcher', () => {
  const matches = (text: string, hidden: string[], candidate = line('\u001b[31mError\u001b[0m: no disk')) =>
    matcher({ text, hidden: new Set(hidden) })({ ...candidate, id: 0 })

  it('compares without case and without colours', () => {
    expect(matches('error: NO', [])).toBe(true)
    expect(matches('[31m', [])).toBe(false)
  })

  it('hides the services that are switched off', () => {
    expect(matches('', ['web'])).toBe(false)
    expect(matches('', ['db'])).toBe(true)
  })
})

describe('unseen', () => {
  it('drops what a new connection sends again, and nothing else', () => {
    const seen: Seen = new Map()
    unseen(seen, [line('a', { time: 1 }), line('b', { time: 2 })])
    const again = unseen(seen, [
      line('a', { time: 1 }),
      line('b', { time: 2 }),
      line('c', { time: 2 }),
      line('d', { time: 3 }),
      line('other', { time: 1, container: 'shop-db-1' }),
    ])
    expect(again.map(({ text }) => text)).toEqual(['c', 'd', 'other'])
  })
})
