import type { VariableInput, Variables } from '@berth/contract'
import type { LoadedProject } from '../projects/loader.ts'
import { requireMatch } from '../projects/match.ts'
import { isFromSource, type OpenProject } from '../projects/project-changes.ts'
import type { ProjectService } from '../projects/project-service.ts'
import { insideWorkdir, workdirOf } from '../sources/source.ts'
import {
  deleteVariable,
  requireSameVariable,
  setVariable,
  type VariableChange,
  type VariableState,
  variablesEtag,
} from './change-variable.ts'
import { readEnvText, requireEnvText } from './env-text.ts'
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
  readonly projects: Pick<ProjectService, 'change' | 'envFile' | 'load' | 'readText'>
  readonly kept: KeptVariables
  readonly environment: ProjectEnvironment
}

export function createVariableService(dependencies: VariableDependencies): VariableService {
  const { projects, kept, environment } = dependencies

  const stateOf = async (project: string): Promise<VariableState> => ({
    env: (await projects.readText(project, await projects.envFile(project))) ?? '',
    kept: kept.of(project),
  })
  const stateOfOpen = async (open: OpenProject): Promise<VariableState> => {
    const { name, source } = open.record()
    const bytes = await open.read(insideWorkdir(workdirOf(source), '.env'))
    return { env: bytes?.toString('utf8') ?? '', kept: kept.of(name) }
  }

  /** What is kept comes first: a crash in between leaves a secret in two places, never in none. */
  const carryOut = async (project: OpenProject, name: string, change: VariableChange) => {
    const { name: scope, source, rows } = project.record()
    const envFile = insideWorkdir(workdirOf(source), '.env')
    const added = change.env === undefined ? undefined : readEnvText(change.env).get(name)
    if (added !== undefined && isFromSource(rows, envFile)) {
      // The repository's own file is not written; what is kept wins over it.
      return kept.set(scope, name, { value: added.value, isSecret: false })
    }
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
      const state = await stateOfOpen(open)
      requireSameVariable(state, { name, ifMatch }, `The variables of ${project}`)
      await carryOut(open, name, decide(state))
    })

  return {
    async list(project) {
      const loaded: LoadedProject = await projects.load(project)
      const state = await stateOf(project)
      const variables = variableTable({ ...state, global: await environment.global(), loaded })
      return { variables, etag: variablesEtag(state) }
    },
    set: (project, name, input, ifMatch) =>
      change(project, { name, ifMatch }, (state) => setVariable(state, name, input)),
    delete: (project, name, ifMatch) =>
      change(project, { name, ifMatch }, (state) => deleteVariable(state, name)),
    async readEnv(project) {
      const state = await stateOf(project)
      return { text: state.env, etag: variablesEtag(state) }
    },
    async writeEnv(project, text, ifMatch) {
      const envFile = await projects.envFile(project)
      requireEnvText(text, envFile)
      await projects.change(project, async (open) => {
        const state = await stateOfOpen(open)
        requireMatch(variablesEtag(state), ifMatch, `The variables of ${project}`)
        await open.write({ path: envFile, bytes: Buffer.from(text) })
      })
    },
  }
}
