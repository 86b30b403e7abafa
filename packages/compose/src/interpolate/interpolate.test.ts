import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { interpolate, type VariableUse } from './interpolate.ts'

function run(yaml: string, environment: Record<string, string> = {}) {
  const test = phaseTest(yaml)
  const uses: VariableUse[] = []
  const { findings } = test.place
  const node = interpolate(test.node, [], { environment, findings, onUse: (use) => uses.push(use) })
  return { ...test, data: dataOf(node), uses }
}

describe('interpolate', () => {
  it('fills values at every depth and leaves keys alone', () => {
    const { data } = run('{"$A": "$A", list: ["$A", {b: "${A}"}], number: 1}', { A: 'x' })
    expect(data).toEqual({ $A: 'x', list: ['x', { b: 'x' }], number: 1 })
  })

  it('points at the variable inside a text', () => {
    expect(run('a: "x ${NOPE} y"').reported()).toEqual(['COMPOSE_VARIABLE_UNSET 1:7'])
  })

  it('points at the right line of a block text', () => {
    expect(run('a: |\n  one\n  two $NOPE\n').reported()).toEqual(['COMPOSE_VARIABLE_UNSET 3:7'])
  })

  it('points at the text when escapes hide where the variable is', () => {
    expect(run('a: "\\u0024{NOPE}"').reported()).toEqual(['COMPOSE_VARIABLE_UNSET 1:4'])
  })

  it('reports a required variable with its message', () => {
    const { messages, reported } = run('a: ${PASSWORD:?set it}')
    expect(reported()).toEqual(['COMPOSE_VARIABLE_REQUIRED 1:4'])
    expect(messages()).toEqual(['Required variable PASSWORD is missing a value: set it'])
  })

  it('does not take properties of objects for variables', () => {
    expect(run('a: ${constructor}').reported()).toEqual(['COMPOSE_VARIABLE_UNSET 1:4'])
  })

  it('lists the variables that a file consults', () => {
    const { uses } = run('a: ${A:-one}\nb: ${B:?needed}\nc: $C\n', { B: 'x', C: 'y' })
    expect(uses).toMatchObject([
      { name: 'A', defaultText: 'one', isRequired: false, range: { line: 1, column: 4 } },
      { name: 'B', isRequired: true, range: { line: 2 } },
      { name: 'C', isRequired: false, range: { line: 3 } },
    ])
  })
})
