import type { GlobalVariables, VariableInput } from '@berth/contract'
import { writeAtomically } from '../projects/files.ts'
import type { KeyedLock } from '../projects/keyed-lock.ts'
import { requireMatch } from '../projects/match.ts'
import type { ProjectService } from '../projects/project-service.ts'
import {
  deleteVariable,
  requireSameVariable,
  setVariable,
  type VariableChange,
  type VariableState,
  variablesEtag,
} from './change-variable.ts'
import { readEnvText, requireEnvText } from './env-text.ts'
import { everyProject, type KeptVariables } from './kept-variables.ts'
import { type ProjectEnvironment, readGlobalText } from './project-environment.ts'

/** The variables of all projects: a table, and the env file under it. */
export interface GlobalVariableService {
  list(): Promise<GlobalVariables>
  set(name: string, input: VariableInput, ifMatch: string | undefined): Promise<void>
  delete(name: string, ifMatch: string | undefined): Promise<void>
  readEnv(): Promise<{ text: string; etag: string }>
  writeEnv(text: string, ifMatch: string | undefined): Promise<void>
}

export interface GlobalVariableDependencies {
  readonly projects: Pick<ProjectService, 'loadAll'>
  readonly kept: KeptVariables
  readonly environment: ProjectEnvironment
  readonly lock: KeyedLock
  /** Told after each change. */
  readonly onChanged: () => void
}

export function createGlobalVariableService(dependencies: GlobalVariableDependencies): GlobalVariableService {
  const { projects, kept, environment, lock, onChanged } = dependencies
  const { globalFile } = environment

  const readState = async (): Promise<VariableState> => ({
    env: await readGlobalText(globalFile),
    kept: kept.of(everyProject),
  })
  const write = (text: string) => writeAtomically(globalFile, Buffer.from(text))

  const change = async (
    name: string,
    ifMatch: string | undefined,
    decide: (state: VariableState) => VariableChange,
  ) => {
    await lock(everyProject, async () => {
      const state = await readState()
      requireSameVariable(state, { name, ifMatch }, 'The variables of all projects')
      const decided = decide(state)
      if (decided.kept) await kept.set(everyProject, name, decided.kept)
      if (decided.env !== undefined) await write(decided.env)
      if (decided.kept === null) await kept.remove(everyProject, name)
    })
    onChanged()
  }

  return {
    async list() {
      const state = await readState()
      const usedBy = await usersOf(await projects.loadAll())
      const names = new Set([...readEnvText(state.env).keys(), ...state.kept.keys()])
      const all = await environment.global()
      return {
        variables: [...names].sort().map((name) => {
          const { value = null, isSecret = false } = all.get(name) ?? {}
          return { name, value: isSecret ? null : value, isSecret, usedBy: usedBy.get(name) ?? [] }
        }),
        etag: variablesEtag(state),
      }
    },
    set: (name, input, ifMatch) => change(name, ifMatch, (state) => setVariable(state, name, input)),
    delete: (name, ifMatch) => change(name, ifMatch, (state) => deleteVariable(state, name)),
    async readEnv() {
      const state = await readState()
      return { text: state.env, etag: variablesEtag(state) }
    },
    async writeEnv(text, ifMatch) {
      requireEnvText(text, 'variables.env')
      await lock(everyProject, async () => {
        requireMatch(variablesEtag(await readState()), ifMatch, 'The variables of all projects')
        await write(text)
      })
      onChanged()
    },
  }
}

/** By the name of a variable, the projects that get its value from outside their own files, sorted. */
async function usersOf(projects: Awaited<ReturnType<ProjectService['loadAll']>>) {
  const users = new Map<string, string[]>()
  for (const [project, { variables }] of projects) {
    for (const { name, source } of variables) {
      if (source === 'environment') users.set(name, [...(users.get(name) ?? []), project])
    }
  }
  return users
}
