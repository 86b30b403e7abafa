import { readFile } from 'node:fs/promises'
import { absent } from '../projects/file-path.ts'
import { addToEnvText, readEnvText } from './env-text.ts'
import { everyProject, type KeptVariables, type VariableValue } from './kept-variables.ts'

/** What a project is given beside its own files. */
export interface GivenVariables {
  /** Of all projects, but for those that the project sets itself. */
  readonly values: Readonly<Record<string, string>>
  /** The text of its `.env` with what Berth keeps for it; undefined when it has neither. */
  readonly env: string | undefined
}

/** The variables of projects; not one of the server's own environment is among them. */
export interface ProjectEnvironment {
  /** @param env The text of the project's `.env`; undefined when it has none. */
  of(project: string, env: string | undefined): Promise<GivenVariables>
  /** Changes when what a project is given does, but for {@link ProjectEnvironment.globalFile}. */
  version(project: string): string
  /** What is set for all projects, by name. */
  global(): Promise<ReadonlyMap<string, VariableValue>>
  /** The env file of all projects; it need not be there. */
  readonly globalFile: string
}

export interface EnvironmentDependencies {
  readonly kept: KeptVariables
  readonly globalFile: string
}

/**
 * Kept variables stand in the `.env` as far as loading is concerned, so that `env_file: .env` hands them on
 * as well, as it did before they were made secrets.
 */
export function createProjectEnvironment({ kept, globalFile }: EnvironmentDependencies): ProjectEnvironment {
  const global = async () => {
    const written = readEnvText(await readGlobalText(globalFile))
    const open = [...written].map(([name, { value }]) => [name, { value, isSecret: false }] as const)
    return new Map<string, VariableValue>([...open, ...kept.of(everyProject)])
  }
  return {
    globalFile,
    global,
    version: (project) => `${kept.version(everyProject)} ${kept.version(project)}`,
    async of(project, env) {
      const own = kept.of(project)
      const inFile = readEnvText(env ?? '')
      const others = [...(await global())].filter(([name]) => !own.has(name) && !inFile.has(name))
      return {
        values: Object.fromEntries(others.map(([name, { value }]) => [name, value])),
        env: own.size === 0 ? env : addToEnvText(env ?? '', own),
      }
    },
  }
}

/** The text of the env file of all projects; empty when there is none. */
export const readGlobalText = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(absent)) ?? ''
