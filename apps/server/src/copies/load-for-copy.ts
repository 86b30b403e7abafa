import type { Project } from '@berth/compose'
import { composeInvalid } from '../projects/compose-invalid.ts'
import type { FileContent } from '../projects/files.ts'
import type { ProjectLoader } from '../projects/loader.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import { readEnvText, setInEnvText } from '../variables/env-text.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import { copyFileName } from './isolate.ts'

export interface ForCopy {
  readonly loader: ProjectLoader
  readonly environment: ProjectEnvironment
  readonly workdir: string
  /** Without {@link copyFileName}. */
  readonly contents: readonly FileContent[]
  /** The text of the `.env`. */
  readonly env: string
  /** The project whose variables it is given. */
  readonly variablesOf: string
}

/**
 * What the files of a copy say by themselves: all services, whatever profiles are on.
 *
 * @throws a problem, COMPOSE_INVALID.
 */
export async function loadForCopy(name: string, about: ForCopy): Promise<Project> {
  const { loader, environment, workdir, contents, variablesOf } = about
  const env = withoutCopyFile(about.env)
  const given = await environment.of(variablesOf, env)
  const loaded = await loader.loadOther(recordOf(name, workdir), {
    texts: new Map(contents.map(({ path, bytes }) => [path, bytes.toString('utf8')])),
    given: { ...given, values: { ...given.values, COMPOSE_PROFILES: '*' } },
  })
  if (loaded.project === undefined) throw composeInvalid(name, loaded)
  return loaded.project
}

function withoutCopyFile(env: string): string {
  const set = readEnvText(env)
  const files = set.get('COMPOSE_FILE')?.value
  if (files === undefined) return env
  const separator = set.get('COMPOSE_PATH_SEPARATOR')?.value || ':'
  const others = files.split(separator).filter((file) => file !== copyFileName)
  return setInEnvText(env, 'COMPOSE_FILE', others.join(separator))
}

/** It need not be registered: what is loaded is given. */
const recordOf = (name: string, subfolder: string): ProjectRecord => ({
  name,
  createdAt: 0,
  updatedAt: 0,
  files: [],
  rows: [],
  ports: [],
  recovery: 'leave',
  source:
    subfolder === ''
      ? { kind: 'files' }
      : {
          kind: 'git',
          url: '',
          subfolder,
          submodules: false,
          commit: '',
          skipped: [],
          hasCredentials: false,
        },
})
