import type { Masks } from '../secrets/masks.ts'
import type { Seal } from '../secrets/seal.ts'
import type { SealedVariable, VariableStore } from './variable-store.ts'

/** What a variable holds. */
export interface VariableValue {
  readonly value: string
  readonly isSecret: boolean
}

/** A variable that Berth keeps, opened. */
export interface KeptVariable extends VariableValue {
  /** Differs each time it is set, also to the same value, so it can stand for it in an ETag. */
  readonly sealed: string
}

/** The scope of the variables of all projects. */
export const everyProject = ''

/**
 * The variables that Berth keeps itself, encrypted at rest and opened in memory. A scope is a project's name,
 * or {@link everyProject}. Every change reaches the masks before anybody can see it.
 */
export interface KeptVariables {
  /** By name, sorted. */
  of(scope: string): ReadonlyMap<string, KeptVariable>
  /** Changes with every change of the scope; starts anew with the server. */
  version(scope: string): number
  set(scope: string, name: string, variable: VariableValue): Promise<void>
  /** Does nothing when there is none. */
  remove(scope: string, name: string): Promise<void>
  /** Instead of all that the scope has. */
  replace(scope: string, variables: ReadonlyMap<string, VariableValue>): Promise<void>
}

export interface KeptDependencies {
  readonly store: VariableStore
  readonly seal: Seal
  readonly masks: Masks
  readonly now: () => number
}

/** Reads them all: opening one is a hundred times dearer than keeping it. */
export async function openKeptVariables(dependencies: KeptDependencies): Promise<KeptVariables> {
  const { store, seal, masks, now } = dependencies
  const scopes = new Map<string, ReadonlyMap<string, KeptVariable>>()
  const versions = new Map<string, number>()
  const of = (scope: string) => scopes.get(scope) ?? new Map<string, KeptVariable>()

  const show = (scope: string, variables: Iterable<readonly [string, KeptVariable]>) => {
    const sorted = new Map([...variables].sort(([a], [b]) => (a < b ? -1 : 1)))
    masks.set(
      scope,
      [...sorted.values()].filter(({ isSecret }) => isSecret).map(({ value }) => value),
    )
    scopes.set(scope, sorted)
    versions.set(scope, (versions.get(scope) ?? 0) + 1)
  }
  const sealed = (scope: string, name: string, { value, isSecret }: VariableValue) => ({
    name,
    isSecret,
    sealed: seal.seal(value, placeOf(scope, name)),
  })
  const opened = (scope: string, { name, isSecret, sealed: text }: SealedVariable) =>
    [name, { value: seal.open(text, placeOf(scope, name)), isSecret, sealed: text }] as const

  const rows = Map.groupBy(await store.listAll(), ({ scope }) => scope)
  for (const [scope, variables] of rows) {
    show(
      scope,
      variables.map((variable) => opened(scope, variable)),
    )
  }

  return {
    of,
    version: (scope) => versions.get(scope) ?? 0,
    async set(scope, name, variable) {
      const row = sealed(scope, name, variable)
      await store.save(scope, row, now())
      show(scope, new Map(of(scope)).set(name, { ...variable, sealed: row.sealed }))
    },
    async remove(scope, name) {
      await store.delete(scope, name)
      show(
        scope,
        [...of(scope)].filter(([other]) => other !== name),
      )
    },
    async replace(scope, variables) {
      const written = [...variables].map(([name, variable]) => sealed(scope, name, variable))
      await store.replace(scope, written, now())
      show(
        scope,
        written.map((row) => opened(scope, row)),
      )
    },
  }
}

/** What a sealed variable is tied to. */
const placeOf = (scope: string, name: string) => `variable ${scope}/${name}`
