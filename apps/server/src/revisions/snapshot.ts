import { toDesiredState } from '@berth/convergence'
import type { FileContent } from '../projects/files.ts'
import type { LoadedProject } from '../projects/loader.ts'
import type { OpenProject, ProjectChanges } from '../projects/project-changes.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import { createMask, maskTexts } from '../secrets/masks.ts'
import type { Seal } from '../secrets/seal.ts'
import type { KeptVariables } from '../variables/kept-variables.ts'
import type { ProjectEnvironment } from '../variables/project-environment.ts'
import type { RevisionContents, RevisionService, RevisionVariable } from './revision.ts'

/** Everything that a deployment is made from, at one moment. */
export interface Snapshot extends RevisionContents {
  readonly project: string
  readonly loaded: LoadedProject
  /** Sorted by path. */
  readonly files: readonly FileContent[]
  /** Sorted by name. */
  readonly services: readonly RevisionService[]
}

export interface SnapshotDependencies {
  readonly changes: ProjectChanges
  readonly load: (record: ProjectRecord) => Promise<LoadedProject>
  readonly kept: KeptVariables
  readonly environment: ProjectEnvironment
}

/** Takes down what a project is now; nobody changes it through Berth meanwhile. */
export async function takeSnapshot(
  project: string,
  { changes, load, kept, environment }: SnapshotDependencies,
): Promise<Snapshot> {
  const { formatProject } = await import('@berth/compose')
  return changes.change(project, async (open) => {
    const loaded = await load(open.record())
    const variables = await variablesOf(loaded, { project, kept, environment })
    const mask = createMask(secretsOf({ variables }))
    return {
      project,
      loaded,
      files: await readAll(open),
      variables,
      model: loaded.project === undefined ? '' : formatProject(maskTexts(loaded.project, mask), 'yaml'),
      services: servicesOf(loaded),
    }
  })
}

async function readAll(open: OpenProject): Promise<FileContent[]> {
  const files: FileContent[] = []
  for (const path of open.record().files) {
    const bytes = await open.read(path)
    const isExecutable = open.record().rows.some((row) => row.path === path && row.isExecutable)
    if (bytes !== undefined) files.push({ path, bytes, isExecutable })
  }
  return files
}

async function variablesOf(
  loaded: LoadedProject,
  { project, kept, environment }: { project: string } & Pick<SnapshotDependencies, 'kept' | 'environment'>,
): Promise<RevisionVariable[]> {
  const global = await environment.global()
  const own = [...kept.of(project)].map(([name, { value, isSecret }]) => ({
    name,
    value,
    isSecret,
    source: 'project' as const,
  }))
  const shared = loaded.variables.flatMap(({ name, source }) => {
    const variable = source === 'environment' ? global.get(name) : undefined
    if (variable === undefined) return []
    return [{ name, value: variable.value, isSecret: variable.isSecret, source: 'global' as const }]
  })
  return [...own, ...shared].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function servicesOf({ project }: LoadedProject): RevisionService[] {
  if (project === undefined) return []
  return toDesiredState(project)
    .services.map(({ name, image, configHash, replicas }) => ({ service: name, image, configHash, replicas }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
}

/** Equal for equal inputs, and nothing can be told from it without the key. */
export function fingerprintOf(
  { files, variables, model }: Snapshot,
  { seal, hashes }: { seal: Seal; hashes: ReadonlyMap<string, string> },
): string {
  const own = files.map(({ path }) => [path, hashes.get(path)])
  return seal.fingerprint(JSON.stringify({ own, variables, model }))
}

/** What masks need to know: the values that were secret then. */
export const secretsOf = ({ variables }: Pick<RevisionContents, 'variables'>): string[] =>
  variables.filter(({ isSecret }) => isSecret).map(({ value }) => value)

/** The variables of all projects that have another value now, so that a project has to keep those of then. */
export function pinnedGlobals(
  { variables }: RevisionContents,
  now: ReadonlyMap<string, { readonly value: string }>,
): RevisionVariable[] {
  return variables.filter(({ source, name, value }) => source === 'global' && now.get(name)?.value !== value)
}
