/** The edge of the loader: the only part of it that reads files. */
import { resolve } from 'node:path'
import type { FileFault } from './context.ts'
import type { Diagnostic } from './diagnostic.ts'
import { diagnosticCodes } from './diagnostic-codes.ts'
import { type LoadRequest, type LoadResult, loadProject } from './load.ts'
import { loadModel, type ModelResult } from './load-model.ts'
import { faultOf } from './node/file-fault.ts'
import { readOnDemand } from './node/read-on-demand.ts'
import { readSource, resolveLinks } from './node/read-source.ts'
import { type DiskRequest, type DiskSettings, readSettings } from './node/settings.ts'

export type { DiskRequest } from './node/settings.ts'

export interface DiskResult extends LoadResult {
  /** The text of every file that was read, by absolute path, for code frames. */
  readonly sources: ReadonlyMap<string, string>
}

export interface DiskModelResult extends ModelResult, Pick<DiskResult, 'sources'> {}

/**
 * Loads a project from files as `docker compose` finds them: default names, folders above, override files,
 * `.env` and the `COMPOSE_*` variables.
 *
 * Synchronous; throws nothing for what is or is not on the disk: that becomes a diagnostic. With `roots`, a
 * path whose real place is outside them is reported and never read.
 *
 * @see https://docs.docker.com/reference/cli/docker/compose/
 */
export function loadProjectFromDisk(request: DiskRequest): DiskResult {
  const { result, hasFaults, ...disk } = loadFromDisk(request, loadProject)
  const { project, document, ...rest } = result ?? { missing: [], variables: [], environment: new Map() }
  return { ...rest, ...disk, ...(project && document && !hasFaults && { project, document }) }
}

/** Loads a model, see `loadModel`, from files as {@link loadProjectFromDisk} finds them. */
export function loadModelFromDisk(request: DiskRequest): DiskModelResult {
  const { result, hasFaults, ...disk } = loadFromDisk(request, loadModel)
  const { model, ...rest } = result ?? { missing: [] }
  return { ...rest, ...disk, ...(model && !hasFaults && { model }) }
}

/** What a loader made of the files on the disk; `result` is absent when there is no file to begin with. */
interface Loaded<R> extends Pick<DiskResult, 'diagnostics' | 'sources'> {
  readonly result?: R
  /** Whether a file could not be read. */
  readonly hasFaults: boolean
}

function loadFromDisk<R extends Pick<LoadResult, 'diagnostics' | 'missing'>>(
  request: DiskRequest,
  load: (request: LoadRequest) => R,
): Loaded<R> {
  const roots = request.roots?.map(resolveLinks)
  const settings = readSettings({ ...request, ...(roots && { roots }) })
  if ('fault' in settings) return { diagnostics: [settings.fault], hasFaults: true, sources: new Map() }
  const unreadable = new Map<string, FileFault>()
  const { sources, absent } = readOnDemand((path) => {
    const source = readSource(path === '-' ? path : resolve(request.cwd, path), {
      roots,
      texts: request.texts,
    })
    const fault = faultOf(path, source, settings)
    if (fault !== undefined) unreadable.set(path, fault)
    return source
  })
  const result = load(toLoadRequest(request, { settings, sources, absent, unreadable }))
  const faults = untold(unreadable, result.diagnostics)
  const diagnostics = [...severalFiles(settings), ...faults, ...result.diagnostics]
  return { result, hasFaults: unreadable.size > 0, diagnostics, sources }
}

/** Those of files that may be absent, so that the loader did not miss them. */
const untold = (unreadable: ReadonlyMap<string, FileFault>, told: readonly Diagnostic[]): Diagnostic[] =>
  [...unreadable.values()]
    .filter(({ message }) => !told.some((diagnostic) => diagnostic.message === message))
    .map((fault) => {
      const { severity, fix } = diagnosticCodes[fault.code]
      return { fix, ...fault, severity }
    })

interface Gathered {
  readonly settings: DiskSettings
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
  readonly unreadable: ReadonlyMap<string, FileFault>
}

function toLoadRequest(
  { projectName, profiles, options }: DiskRequest,
  { settings, sources, absent, unreadable }: Gathered,
) {
  const { files, workingDir, environment, envFiles, firstEnvFile } = settings
  return {
    files,
    sources,
    absent,
    unreadable,
    workingDir,
    environment,
    firstEnvFile,
    ...(envFiles && { envFiles }),
    ...(projectName !== undefined && { projectName }),
    ...(profiles && profiles.length > 0 && { profiles }),
    ...(options && { options }),
  }
}

function severalFiles({ candidates, files }: DiskSettings): Diagnostic[] {
  if (candidates.length < 2) return []
  const message = `Found several files with a default name: ${candidates.join(', ')}. Using ${files[0]}.`
  const { severity, fix } = diagnosticCodes.COMPOSE_SEVERAL_FILES
  return [{ code: 'COMPOSE_SEVERAL_FILES', severity, message, fix }]
}
