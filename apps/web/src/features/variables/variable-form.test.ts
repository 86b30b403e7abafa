import { describe, expect, it } from 'vitest'
import { blankVariable, checkVariable, toVariableInput } from './variable-form.ts'
import type { VariableLine } from './variable-level.ts'

const secret: VariableLine = {
  name: 'DB_PASSWORD',
  value: null,
  isSecret: true,
  isOwn: true,
  source: '',
  uses: [],
  usedBy: [],
}
const typed = (value: string, isSecret: boolean) => ({ name: 'DB_PASSWORD', value, isSecret })

describe('the form of a variable', () => {
  it('keeps the value of a secret whose field is left empty', () => {
    expect(toVariableInput(typed('', true), secret)).toEqual({ isSecret: true })
    expect(toVariableInput(typed('new', true), secret)).toEqual({ isSecret: true, value: 'new' })
  })

  it('sends an empty text that was meant', () => {
    expect(toVariableInput(typed('', false), undefined)).toEqual({ isSecret: false, value: '' })
    expect(toVariableInput(typed('', true), { ...secret, isOwn: false })).toEqual({
      isSecret: true,
      value: '',
    })
  })

  it('asks for the value of a secret that is to be no secret any more', () => {
    expect(checkVariable(typed('', false), { line: secret, taken: [] })?.value).toContain('never told')
    expect(checkVariable(typed('x', false), { line: secret, taken: [] })).toBeUndefined()
  })

  it.each(['', '1A', 'A B', 'A=B', 'TAKEN'])('refuses the name "%s"', (name) => {
    const fault = checkVariable({ ...blankVariable, name }, { line: undefined, taken: ['TAKEN'] })
    expect(fault?.name).toBeTypeOf('string')
  })
})
