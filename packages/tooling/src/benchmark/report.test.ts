import { describe, expect, it } from 'vitest'
import { goalsOf, type Measurement } from './report.ts'

const same = (median: number) => ({ median, lower: median, upper: median })

const measured = (services: number, loaderWarm: number, berthConfig = 50): Measurement => ({
  project: { name: String(services), folder: '/p', services, bytes: services * 100 },
  times: {
    loaderWarm: same(loaderWarm),
    loaderCold: same(60),
    nodeEmpty: same(20),
    berthConfig: same(berthConfig),
    composeConfig: same(60),
  },
})

const missed = (...measurements: Measurement[]) =>
  goalsOf(measurements)
    .filter(({ isMet }) => !isMet)
    .map(({ text }) => text)

describe('the goals of the benchmark', () => {
  it('are met by a fast loader', () => {
    expect(missed(measured(20, 3), measured(10, 1), measured(100, 10), measured(1000, 120))).toEqual([])
  })

  it.each([
    ['a loader that is not 20 times faster', [measured(20, 4)], '15.0×'],
    ['a command that is slower', [measured(20, 1, 61)], '0.98×'],
    ['a thousand services over a second', [measured(1000, 1001)], '1.00 s'],
    ['growth by the square', [measured(10, 1), measured(100, 99)], '99.0 times the time'],
  ])('are missed by %s', (_what, measurements, figure) => {
    const texts = missed(...measurements)
    expect(texts).toHaveLength(1)
    expect(texts[0]).toContain(figure)
  })
})
