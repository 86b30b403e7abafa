import { readData } from '@berth/compose'
import { openPolicy, type Policy, strictPolicy } from './policy.ts'
import { ruleReaders } from './policy-rules.ts'

/** A policy file that cannot be used. The message has a line for each fault, with its place. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError'
  readonly faults: readonly PolicyFault[]
  constructor(message: string, faults: readonly PolicyFault[]) {
    super(message)
    this.faults = faults
  }
}

/** What is wrong with a rule. */
export interface PolicyFault {
  /** For example `['rules', 'ports']`. */
  readonly path: readonly string[]
  readonly message: string
}

const bases: Readonly<Record<string, Policy>> = { open: openPolicy, strict: strictPolicy }

/**
 * Reads a policy from the text of a file, as docs/policies.md describes it. Rules that it does not name are those of
 * its base. Pure.
 *
 * @throws {@link PolicyError} that tells every fault.
 */
export function readPolicy(file: string, text: string): Policy {
  const { value, diagnostics, rangeAt } = readData(file, text)
  const faults = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ message, range }) => ({
      path: [] as readonly string[],
      message,
      line: `${file}:${range?.line ?? 1}: ${message}`,
    }))
  const tell = (path: readonly string[], words: string) => {
    const { line, column } = rangeAt(path)
    const message = `${path.join('.') || 'the file'} ${words}`
    faults.push({ path, message, line: `${file}:${line}:${column}: ${message}` })
  }
  const said = faults.length === 0 ? mappingOf(value, [], tell) : {}
  for (const key of Object.keys(said)) {
    if (key !== 'base' && key !== 'rules') tell([key], 'is not known; a policy has base and rules')
  }
  const name = said.base ?? 'open'
  const base = typeof name === 'string' && Object.hasOwn(bases, name) ? bases[name] : undefined
  if (base === undefined) tell(['base'], 'has to be open or strict')
  const rules = said.rules === undefined ? {} : readRules(mappingOf(said.rules, ['rules'], tell), tell)
  if (faults.length > 0) {
    throw new PolicyError(
      faults.map(({ line }) => line).join('\n'),
      faults.map(({ path, message }) => ({ path, message })),
    )
  }
  return { ...openPolicy, ...base, ...rules }
}

type Tell = (path: readonly string[], words: string) => void

function readRules(said: Readonly<Record<string, unknown>>, tell: Tell): Partial<Policy> {
  const read = Object.entries(said).flatMap(([rule, value]) => {
    if (!isRule(rule)) {
      tell(['rules', rule], `is not a rule; there are ${Object.keys(ruleReaders).join(', ')}`)
      return []
    }
    try {
      return [[rule, ruleReaders[rule](value)] as const]
    } catch (error) {
      tell(['rules', rule], error instanceof Error ? error.message : String(error))
      return []
    }
  })
  // Safe: each value came from the reader of its own rule.
  return Object.fromEntries(read) as Partial<Policy>
}

const isRule = (name: string): name is keyof Policy => Object.hasOwn(ruleReaders, name)

function mappingOf(value: unknown, path: readonly string[], tell: Tell): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>
  }
  tell(path, 'has to be a mapping')
  return {}
}
