import { createHash } from 'node:crypto'
import type { VariableInput } from '@berth/contract'
import { ProblemError } from '../http/problem.ts'
import { requireMatch } from '../projects/match.ts'
import { readEnvText, removeFromEnvText, setInEnvText } from './env-text.ts'
import type { KeptVariable, VariableValue } from './kept-variables.ts'

/** The variables of a project, or of all projects: an env file, and what Berth keeps beside it. */
export interface VariableState {
  readonly env: string
  readonly kept: ReadonlyMap<string, KeptVariable>
}

/** What is to be done. Absent: it stays. */
export interface VariableChange {
  readonly env?: string
  /** What is kept of the variable afterwards: null for nothing. */
  readonly kept?: VariableValue | null
}

/** A strong ETag, quotes included. It gives nothing of a secret away, not even to who guesses it. Pure. */
export function variablesEtag({ env, kept }: VariableState): string {
  const hash = createHash('sha256').update(JSON.stringify(env))
  for (const [name, { isSecret, sealed }] of kept) hash.update(`\n${name} ${isSecret} ${sealed}`)
  return `"${hash.digest('hex').slice(0, 32)}"`
}

/**
 * Refuses to change or delete a variable that is not as the caller read it. One that is not set yet needs no
 * `ifMatch`: nothing of anybody is lost by it. Pure.
 *
 * @throws a problem: see {@link requireMatch}.
 */
export function requireSameVariable(
  state: VariableState,
  { name, ifMatch }: { readonly name: string; readonly ifMatch: string | undefined },
  what: string,
): void {
  const isSet = state.kept.has(name) || readEnvText(state.env).has(name)
  if (isSet || ifMatch !== undefined) requireMatch(variablesEtag(state), ifMatch, what)
}

/**
 * Decides how a variable is set: a secret is kept, anything else goes into the env file, where a person and
 * `docker compose` can read it. It is never left in both. Pure.
 *
 * @throws a problem, when there is no value to set, or the env file cannot hold it.
 */
export function setVariable(
  { env, kept }: VariableState,
  name: string,
  { value: wanted, isSecret: asSecret }: VariableInput,
): VariableChange {
  const known = kept.get(name)
  const written = readEnvText(env).get(name)
  const isSecret = asSecret ?? known?.isSecret ?? false
  const value = wanted ?? (known?.isSecret && !isSecret ? undefined : (known ?? written)?.value)
  if (value === undefined) throw withoutValue(name, known !== undefined)
  // A secret is read as if it stood in the env file.
  setInEnvText('', name, value)
  if (isSecret) {
    return {
      kept: { value, isSecret },
      ...(written !== undefined && { env: removeFromEnvText(env, name) }),
    }
  }
  return { env: setInEnvText(env, name, value), ...(known !== undefined && { kept: null }) }
}

const withoutValue = (name: string, isKept: boolean) =>
  new ProblemError(
    'VARIABLE_VALUE_REQUIRED',
    isKept
      ? `${name} is a secret, which cannot be read back to store it in the open.`
      : `${name} is not set, and no value was given.`,
  )

/**
 * Decides how a variable is deleted: wherever it is. Pure.
 *
 * @throws a problem, VARIABLE_NOT_FOUND.
 */
export function deleteVariable({ env, kept }: VariableState, name: string): VariableChange {
  const isKept = kept.has(name)
  const isWritten = readEnvText(env).has(name)
  if (!isKept && !isWritten) throw new ProblemError('VARIABLE_NOT_FOUND', `${name} is not set here.`)
  return { ...(isKept && { kept: null }), ...(isWritten && { env: removeFromEnvText(env, name) }) }
}
