import type { OperationState } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { hasEnded, moveTo, transitions } from './state.ts'

const states = Object.keys(transitions) as OperationState[]

describe('the state of an operation', () => {
  it.each([
    ['queued', 'running'],
    ['queued', 'cancelled'],
    ['queued', 'interrupted'],
    ['running', 'succeeded'],
    ['running', 'failed'],
    ['running', 'cancelled'],
    ['running', 'interrupted'],
  ] as const)('goes from %s to %s', (from, to) => {
    expect(moveTo(from, to)).toBe(to)
  })

  it('stays as it ended', () => {
    const ended = states.filter(hasEnded)
    expect(ended).toEqual(['succeeded', 'failed', 'cancelled', 'interrupted'])
    for (const from of ended) {
      for (const to of states) expect(() => moveTo(from, to)).toThrow(`from ${from} to ${to}`)
    }
  })

  it('never succeeds without having run', () => {
    expect(() => moveTo('queued', 'succeeded')).toThrow()
  })
})
