import { describe, expect, it } from 'vitest'
import { type Cascade, createCascade } from './cascade.ts'

/** The containers exit one after the other: after how many the project ends, and with which code. */
function play(cascade: Cascade, exits: readonly [service: string, code: number][]) {
  let seen = 0
  let endedAfter: number | undefined
  const { onExit, exitCode } = createCascade(cascade, () => {
    endedAfter = seen
  })
  for (const [service, code] of exits) {
    seen += 1
    onExit(service, code)
  }
  return { endedAfter, exitCode: exitCode() }
}

const exits: readonly [string, number][] = [
  ['job', 0],
  ['web', 3],
  ['db', 137],
]

describe('the end of a project that is attached to', () => {
  it.each<{ cascade: Cascade; endedAfter: number | undefined; exitCode: number }>([
    { cascade: { kind: 'none' }, endedAfter: undefined, exitCode: 0 },
    { cascade: { kind: 'exit' }, endedAfter: 1, exitCode: 0 },
    { cascade: { kind: 'exit', of: 'db' }, endedAfter: 1, exitCode: 137 },
    { cascade: { kind: 'exit', of: 'job' }, endedAfter: 1, exitCode: 0 },
    { cascade: { kind: 'failure' }, endedAfter: 2, exitCode: 3 },
  ])('comes with $cascade after $endedAfter, with code $exitCode', ({ cascade, ...expected }) => {
    expect(play(cascade, exits)).toEqual(expected)
  })
})
