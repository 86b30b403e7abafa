import { describe, expect, it } from 'vitest'
import { engineGoalsOf } from './engine-report.ts'
import type { CaseTimes } from './measure-cycle.ts'

const measured = (
  berth: readonly number[],
  compose: readonly number[],
  smallest: readonly number[],
): CaseTimes => ({
  name: 'change',
  services: 5,
  times: { Berth: berth, 'docker compose': compose, 'smallest sequence': smallest },
  calls: { Berth: 9 },
})

const missed = (times: CaseTimes) =>
  engineGoalsOf([times])
    .filter(({ isMet }) => !isMet)
    .map(({ text }) => text)

describe('the goals of the benchmark of the Engine', () => {
  it('are judged by the median of the ratios of the rounds', () => {
    // The second round was slow for all: no ratio tells of it.
    expect(missed(measured([60, 600, 60], [100, 1000, 100], [55, 550, 55]))).toEqual([])
  })

  it('are missed with the figure and the goal', () => {
    expect(missed(measured([80, 80, 80], [100, 100, 100], [60, 60, 60]))).toEqual([
      '✗ up, one service changed, 5: 0.80 of docker compose (goal: 0.75 or less)',
      '✗ up, one service changed, 5: 1.33 of the smallest sequence (goal: 1.15 or less)',
    ])
  })

  it('count calls where calls were promised', () => {
    const plan: CaseTimes = { name: 'plan', services: 50, times: { Berth: [20] }, calls: { Berth: 5 } }
    expect(missed(plan)).toEqual(['✗ plan, nothing to do, 50: 5 Engine calls (goal: 4 or less)'])
  })
})
