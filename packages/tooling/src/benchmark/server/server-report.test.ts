import { expect, it } from 'vitest'
import { type ServerFigures, serverGoalsOf } from './server-report.ts'

const good: ServerFigures = {
  list: { kilobytes: 80, p50: 2, p99: 9, rates: { berth: [400, 40, 400], bare: [1000, 100, 1000] } },
  eventMs: [...Array.from({ length: 99 }, () => 10), 200],
  logs: {
    rates: { berth: [90, 9, 90], engine: [100, 10, 100] },
    ten: { rate: 50, before: 100, most: 150 },
    lost: 0,
  },
  memory: { idle: 120, after: 160 },
}

it('meets every goal with the median of the ratios of the rounds, one of which was slow for all', () => {
  expect(serverGoalsOf(good).filter(({ isMet }) => !isMet)).toEqual([])
})

it('tells which goal was missed, with the figure', () => {
  const bad: ServerFigures = {
    list: { ...good.list, p99: 31, rates: { berth: [300], bare: [1000] } },
    eventMs: [...Array.from({ length: 98 }, () => 10), 60, 70],
    logs: { rates: { berth: [70], engine: [100] }, ten: { rate: 50, before: 100, most: 300 }, lost: 2 },
    memory: { idle: 151, after: 160 },
  }
  const missed = serverGoalsOf(bad).filter(({ isMet }) => !isMet)
  expect(missed.map(({ text }) => text)).toEqual([
    '✗ list of 200 projects: p99 31 ms (goal: under 30)',
    "✗ list of 200 projects: 0.30 of a bare route's requests a second (goal: 0.33)",
    "✗ events: p99 60.0 ms after the Engine's own (goal: under 50)",
    "✗ log of one container: 0.70 of the Engine's rate (goal: 0.8)",
    '✗ log lines lost: 2 (goal: 0)',
    '✗ ten readers of a log: 200 MB more (goal: under 100)',
    '✗ idle with 50 projects: 151 MB (goal: under 150)',
  ])
})
