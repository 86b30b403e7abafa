import type { VariableInput } from '@berth/contract'
import type { VariableLine } from './variable-level.ts'

/** A variable as it is typed. */
export interface VariableForm {
  readonly name: string
  readonly value: string
  readonly isSecret: boolean
}

export const blankVariable: VariableForm = { name: '', value: '', isSecret: false }

/** What is wrong with each field, in words; undefined when nothing is. */
export function checkVariable(
  { name, value, isSecret }: VariableForm,
  { line, taken }: { readonly line: VariableLine | undefined; readonly taken: readonly string[] },
): { readonly name?: string; readonly value?: string } | undefined {
  if (line === undefined && !/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) {
    return { name: 'Use letters, digits and underscores, beginning with a letter or underscore.' }
  }
  if (line === undefined && taken.includes(name)) return { name: `${name} is set here already.` }
  if (line?.isOwn && line.isSecret && !isSecret && value === '') {
    return { value: 'What a secret holds is never told: give a value to store it in the open.' }
  }
  return undefined
}

/** What is sent. A secret whose field was left empty keeps its value. */
export function toVariableInput(
  { value, isSecret }: VariableForm,
  line: VariableLine | undefined,
): VariableInput {
  const isKept = line?.isOwn === true && line.isSecret && isSecret && value === ''
  return { isSecret, ...(!isKept && { value }) }
}
