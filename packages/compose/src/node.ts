/** The edge of the loader: the only part of it that reads files. */
import { basename, resolve } from 'node:path'
import type { Diagnostic } from './diagnostic.ts'
import { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'
import { type LoadRequest, type LoadResult, loadProject } from './load.ts'
import { loadModel, type ModelResult } from './load-model.ts'
import { readOnDemand } from './node/read-on-demand.ts'
import { readSource, resolveLinks, type SourceRead } from './node/read-source.ts'
import { type DiskRequest, type DiskSettings, readSettings } from './node/settings.ts'
import { limits } from './parse/limits.ts'

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
  const faults: Diagnostic[] = severalFiles(settings)
  const { sources, absent } = readOnDemand((path) => {
    const source = readSource(path === '-' ? path : resolve(request.cwd, path), {
      roots,
      texts: request.texts,
    })
    faults.push(...faultOf(path, source, settings))
    return source
  })
  const result = load(toLoadRequest(request, { settings, sources, absent }))
  const hasFaults = faults.some(({ severity }) => severity === 'error')
  return { result, hasFaults, diagnostics: [...faults, ...result.diagnostics], sources }
}

interface Gathered {
  readonly settings: DiskSettings
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
}

function toLoadRequest(
  { projectName, profiles, options }: DiskRequest,
  { settings, sources, absent }: Gathered,
) {
  const { files, workingDir, environment, envFiles, firstEnvFile } = settings
  return {
    files,
    sources,
    absent,
    workingDir,
    environment,
    firstEnvFile,
    ...(envFiles && { envFiles }),
    ...(projectName !== undefined && { projectName }),
    ...(profiles && profiles.length > 0 && { profiles }),
    ...(options && { options }),
  }
}

function diagnostic(
  code: DiagnosticCode,
  message: string,
  fix: string = diagnosticCodes[code].fix,
): Diagnostic {
  return { code, severity: diagnosticCodes[code].severity, message, fix }
}

function faultOf(path: string, source: SourceRead, { envFiles = [] }: DiskSettings): Diagnostic[] {
  switch (source.kind) {
    case 'text':
    case 'absent':
      return []
    case 'folder':
      // A folder of that name, such as one of Python's, is no file that was meant.
      return basename(path) === '.env' && !envFiles.includes(path) ? [] : [unreadable(path, 'it is a folder')]
    case 'outside':
      return [outsideRoots(path, source.realPath)]
    case 'too-large':
      return [tooLarge(path, source.bytes)]
    case 'unreadable':
      return [unreadable(path, source.reason)]
  }
}

const outsideRoots = (path: string, realPath: string) =>
  diagnostic(
    'COMPOSE_PATH_OUTSIDE_ROOTS',
    path === realPath
      ? `${path} is outside the project's folders and was not read.`
      : `${path} leads to ${realPath}, which is outside the project's folders, and was not read.`,
  )

const unreadable = (path: string, reason: string) =>
  diagnostic('COMPOSE_FILE_UNREADABLE', `Could not read ${path}: ${reason}.`)

const tooLarge = (path: string, bytes: number) =>
  diagnostic(
    'COMPOSE_TOO_LARGE',
    `${path} has ${bytes} bytes; files of at most ${limits.fileBytes} are read.`,
  )

function severalFiles({ candidates, files }: DiskSettings): Diagnostic[] {
  if (candidates.length < 2) return []
  const message = `Found several files with a default name: ${candidates.join(', ')}. Using ${files[0]}.`
  return [diagnostic('COMPOSE_SEVERAL_FILES', message)]
}
