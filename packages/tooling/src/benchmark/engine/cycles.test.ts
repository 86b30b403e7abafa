import { expect, it } from 'vitest'
import { type CaseName, cycles, stepsOf } from './cycles.ts'

const measuredIn = (chosen: readonly CaseName[]) =>
  cycles.flatMap((cycle) => {
    const steps = stepsOf(cycle, new Set(chosen))
    if (steps.length === 0) return []
    const words = steps.map(({ name, isMeasured }) => (isMeasured ? name : `(${name})`))
    return [`${cycle.kind} ${cycle.services}: ${words.join(' ')}`]
  })

it('goes through no more steps than what was chosen needs', () => {
  expect(measuredIn(['noop', 'polite-down'])).toEqual([
    'plain 1: (up) noop (down)',
    'plain 5: (up) noop (down)',
    'plain 20: (up) noop (down)',
    'plain 50: (up) noop (down)',
    'polite 1: (up) polite-down',
    'polite 5: (up) polite-down',
    'polite 20: (up) polite-down',
    'polite 50: (up) polite-down',
  ])
})

it('measures up and down with the plain projects only', () => {
  expect(measuredIn(['up', 'down']).filter((text) => !text.startsWith('plain'))).toEqual([])
})
