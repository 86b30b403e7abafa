import { compareText } from '../context.ts'
import type { JsonValue } from '../dump/json.ts'
import { substitute } from './substitute.ts'

/** A variable as the texts of a model ask for it. */
export interface ModelVariable {
  readonly name: string
  /** `${NAME:?…}` or `${NAME?…}`. */
  readonly isRequired: boolean
  /** `${NAME:-this}`; empty when there is none. */
  readonly defaultValue: string
  /** `${NAME:+this}`: what stands in when it is set; empty when there is none. */
  readonly presenceValue: string
}

/**
 * The variables in the texts of a model that `loadModel` gave, also those inside defaults, sorted by name.
 *
 * Pure. A variable that is asked for in several ways is listed once: of one text the first way counts, of several
 * texts that of the last. The reference leaves the latter to chance.
 */
export function listVariables(model: JsonValue): ModelVariable[] {
  const found = new Map<string, ModelVariable>()
  for (const text of textsOf(model)) {
    for (const variable of variablesIn(text).toReversed()) found.set(variable.name, variable)
  }
  return [...found.values()].sort((a, b) => compareText(a.name, b.name))
}

function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return value.includes('$') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** Nothing is set, so every default is followed; what stands in for a set variable is looked at here. */
function variablesIn(text: string): ModelVariable[] {
  const variables: ModelVariable[] = []
  substitute(text, () => undefined, {
    onUse: ({ name, operator = '', operand = '' }) => {
      const operandOf = (sign: string) => (operator.endsWith(sign) ? operand : '')
      variables.push({
        name,
        isRequired: operator.endsWith('?'),
        defaultValue: operandOf('-'),
        presenceValue: operandOf('+'),
      })
      variables.push(...variablesIn(operandOf('+')))
    },
  })
  return variables
}
