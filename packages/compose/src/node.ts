/** The edge of the loader: the only part of it that reads files. */
import { resolve } from 'node:path'
import type { Diagnostic } from './diagnostic.ts'
import { type DiagnosticCode, diagnosticCodes } from './diagnostic-codes.ts'
import { type LoadResult, loadProject } from './load.ts'
import { readSource, resolveLinks, type SourceRead } from './node/read-source.ts'
import { type DiskRequest, type DiskSettings, readSettings } from './node/settings.ts'

export type { DiskRequest } from './node/settings.ts'

export interface DiskResult extends LoadResult {
  /** The text of every file that was read, by absolute path, for code frames. */
  readonly sources: ReadonlyMap<string, string>
}

/** More rounds than this cannot be needed: each one must bring a new file. */
const maxRounds = 1000

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
  const roots = request.roots?.map((root) => resolveLinks(root) ?? root)
  const settings = readSettings({ ...request, ...(roots && { roots }) })
  if (settings === undefined) return nothingFound(request)
  const sources = new Map<string, string>()
  const absent = new Set<string>()
  const faults: Diagnostic[] = severalFiles(settings)
  for (let round = 0; round < maxRounds; round++) {
    const result = loadProject(toLoadRequest(request, { settings, sources, absent }))
    if (result.missing.length === 0) return withFaults(result, faults, sources)
    for (const path of result.missing) {
      const source = readSource(path === '-' ? path : resolve(request.cwd, path), roots)
      if (source.kind === 'text') sources.set(path, source.text)
      else absent.add(path)
      faults.push(...faultOf(path, source))
    }
  }
  throw new Error(`Loading ${settings.files.join(', ')} asked for new files ${maxRounds} times.`)
}

interface Round {
  readonly settings: DiskSettings
  readonly sources: ReadonlyMap<string, string>
  readonly absent: ReadonlySet<string>
}

function toLoadRequest(
  { projectName, profiles, options }: DiskRequest,
  { settings, sources, absent }: Round,
) {
  const { files, workingDir, environment, envFiles } = settings
  return {
    files,
    sources,
    absent,
    workingDir,
    environment,
    ...(envFiles && { envFiles }),
    ...(projectName !== undefined && { projectName }),
    ...(profiles && profiles.length > 0 && { profiles }),
    ...(options && { options }),
  }
}

/** A file that could not be read is not also said to be missing. */
function withFaults(
  { project, ...result }: LoadResult,
  faults: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): DiskResult {
  const hasErrors = faults.some(({ severity }) => severity === 'error')
  const diagnostics = [...faults, ...result.diagnostics]
  return { ...result, diagnostics, sources, ...(project && !hasErrors && { project }) }
}

function diagnostic(
  code: DiagnosticCode,
  message: string,
  fix: string = diagnosticCodes[code].fix,
): Diagnostic {
  return { code, severity: diagnosticCodes[code].severity, message, fix }
}

function faultOf(path: string, source: SourceRead): Diagnostic[] {
  if (source.kind === 'outside') return [outsideRoots(path, source.realPath)]
  return source.kind === 'unreadable' ? [unreadable(path, source.reason)] : []
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

function severalFiles({ candidates, files }: DiskSettings): Diagnostic[] {
  if (candidates.length < 2) return []
  const message = `Found several files with a default name: ${candidates.join(', ')}. Using ${files[0]}.`
  return [diagnostic('COMPOSE_SEVERAL_FILES', message)]
}

function nothingFound({ cwd }: DiskRequest): DiskResult {
  const message = `No compose.yaml was found in ${cwd} or any folder above it.`
  return {
    diagnostics: [diagnostic('COMPOSE_NO_FILE', message)],
    missing: [],
    variables: [],
    sources: new Map(),
  }
}
