import type { VariableInput, Variables } from '@berth/contract'
import type { LoadedProject } from '../projects/loader.ts'
import { requireMatch } from '../projects/match.ts'
import type { OpenProject } from '../projects/project-changes.ts'
import type { ProjectService } from '../projects/project-service.ts'
import {
  deleteVariable,
  setVariable,
  type VariableChange,
  type VariableState,
  variablesEtag,
} from './change-variable.ts'
import { requireEnvText } from './env-text.ts'
import type { KeptVariables } from './kept-variables.ts'
import type { ProjectEnvironment } from './project-environment.ts'
import { variableTable } from './variable-table.ts'

/** The variables of projects: a table, and the text of the `.env` under it. */
export interface VariableService {
  list(project: string): Promise<Variables>
  set(project: string, name: string, input: VariableInput, ifMatch: string | undefined): Promise<void>
  delete(project: string, name: string, ifMatch: string | undefined): Promise<void>
  readEnv(project: string): Promise<{ text: string; etag: string }>
  writeEnv(project: string, text: string, ifMatch: string | undefined): Promise<void>
}

export interface VariableDependencies {
  readonly projects: Pick<ProjectService, 'change' | 'load' | 'readText'>
  readonly kept: KeptVariables
  readonly environment: ProjectEnvironment
}

const envFile = '.env'

export function createVariableService(dependencies: VariableDependencies): VariableService {
  const { projects, kept, environment } = dependencies

  const stateOf = async (project: string, read: (path: string) => Promise<string | undefined>) => ({
    env: (await read(envFile)) ?? '',
    kept: kept.of(project),
  })

  /** What is kept comes first: a crash in between leaves a secret in two places, never in none. */
  const carryOut = async (project: OpenProject, name: string, change: VariableChange) => {
    const scope = project.record().name
    if (change.kept) await kept.set(scope, name, change.kept)
    if (change.env !== undefined) await project.write({ path: envFile, bytes: Buffer.from(change.env) })
    if (change.kept === null) await kept.remove(scope, name)
  }

  const change = (
    project: string,
    { name, ifMatch }: { name: string; ifMatch: string | undefined },
    decide: (state: VariableState) => VariableChange,
  ) =>
    projects.change(project, async (open) => {
      const state = await stateOf(project, readWith(open))
      requireMatch(variablesEtag(state), ifMatch, `The variables of ${project}`)
      await carryOut(open, name, decide(state))
    })

  return {
    async list(project) {
      const loaded: LoadedProject = await projects.load(project)
      const state = await stateOf(project, (path) => projects.readText(project, path))
      const variables = variableTable({ ...state, global: await environment.global(), loaded })
      return { variables, etag: variablesEtag(state) }
    },
    set: (project, name, input, ifMatch) =>
      change(project, { name, ifMatch }, (state) => setVariable(state, name, input)),
    delete: (project, name, ifMatch) =>
      change(project, { name, ifMatch }, (state) => deleteVariable(state, name)),
    async readEnv(project) {
      const state = await stateOf(project, (path) => projects.readText(project, path))
      return { text: state.env, etag: variablesEtag(state) }
    },
    async writeEnv(project, text, ifMatch) {
      requireEnvText(text, envFile)
      await projects.change(project, async (open) => {
        const state = await stateOf(project, readWith(open))
        requireMatch(variablesEtag(state), ifMatch, `The variables of ${project}`)
        await open.write({ path: envFile, bytes: Buffer.from(text) })
      })
    },
  }
}

const readWith = (project: OpenProject) => async (path: string) =>
  (await project.read(path))?.toString('utf8')
