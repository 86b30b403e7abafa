import type { Project } from '@berth/compose'
import type { ProjectSource } from '@berth/contract'
import { composeInvalid } from '../projects/compose-invalid.ts'
import type { FileContent } from '../projects/files.ts'
import type { LoadedProject, ProjectLoader } from '../projects/loader.ts'
import { readEnvText, separatorIn, setInEnvText } from '../variables/env-text.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import { copyFileName } from './isolate.ts'

/** To {@link loadForCopy} without {@link copyFileName}. */
export interface CopyToLoad {
  readonly name: string
  readonly source: ProjectSource
  readonly contents: readonly FileContent[]
  /** The text of the `.env`. */
  readonly env: string
  /** The project whose variables it is given. */
  readonly variablesOf: string
}

/**
 * What the files of a copy say by themselves: all services, whatever profiles are on. It need not be registered.
 *
 * @throws a problem, COMPOSE_INVALID.
 */
export async function loadForCopy(
  { name, source, contents, env, variablesOf }: CopyToLoad,
  { loader, environment }: { readonly loader: ProjectLoader; readonly environment: ProjectEnvironment },
): Promise<Project> {
  const given = await environment.of(variablesOf, withoutCopyFile(env))
  const loaded = await loader.loadOther(
    { name, source, files: [] },
    {
      texts: new Map(contents.map(({ path, bytes }) => [path, bytes.toString('utf8')])),
      given: { ...given, values: { ...given.values, COMPOSE_PROFILES: '*' } },
    },
  )
  if (loaded.project === undefined) throw composeInvalid(name, loaded)
  return loaded.project
}

/** What the files of a copy say with those that make it one. It need not be registered. */
export async function loadIsolated(
  { name, source, contents, env, variablesOf }: CopyToLoad,
  { loader, environment }: { readonly loader: ProjectLoader; readonly environment: ProjectEnvironment },
): Promise<LoadedProject> {
  const texts = new Map(contents.map(({ path, bytes }) => [path, bytes.toString('utf8')]))
  return loader.loadOther(
    { name, source, files: [...texts.keys()] },
    { texts, given: await environment.of(variablesOf, env) },
  )
}

function withoutCopyFile(env: string): string {
  const files = readEnvText(env).get('COMPOSE_FILE')?.value
  if (files === undefined) return env
  const separator = separatorIn(env)
  const others = files.split(separator).filter((file) => file !== copyFileName)
  return setInEnvText(env, 'COMPOSE_FILE', others.join(separator))
}
