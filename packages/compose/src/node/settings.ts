import { delimiter, dirname, join, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostic.ts'
import { diagnosticCodes } from '../diagnostic-codes.ts'
import type { LoadOptions } from '../load.ts'
import { parseDotenv } from '../parse/dotenv.ts'
import { exitOf } from './exit-of.ts'
import { outsideRoots } from './file-fault.ts'
import { findComposeFiles } from './find-files.ts'
import { readSource } from './read-source.ts'

type Values = Readonly<Record<string, string>>

/** What the command line says; every field is optional but the folder and the environment. */
export interface DiskRequest {
  /** Where relative paths of the command line start, and the search for a compose file. */
  readonly cwd: string
  /** `-f`, in order; `-` is the standard input. */
  readonly files?: readonly string[]
  /** `--project-directory`. */
  readonly projectDirectory?: string
  /** `-p`. */
  readonly projectName?: string
  /** `--env-file`, in order. */
  readonly envFiles?: readonly string[]
  /** `--profile`. */
  readonly profiles?: readonly string[]
  /** The variables of the operating system. */
  readonly environment: Values
  /** Steps of loading that are left out. */
  readonly options?: LoadOptions
  /** Folders that may be read, symbolic links resolved; undefined means all. */
  readonly roots?: readonly string[]
  /** Texts that stand for files, by absolute path: what is on the disk there is not looked at. */
  readonly texts?: ReadonlyMap<string, string>
}

/** Which files make up the project, and what is known before they are read. */
export interface DiskSettings {
  readonly files: readonly string[]
  /** Several default names in one folder. */
  readonly candidates: readonly string[]
  readonly workingDir: string
  readonly environment: Values
  /** The `.env` that was read before the compose files were known. */
  readonly firstEnvFile: string
  /** Undefined: the default `.env`. */
  readonly envFiles: readonly string[] | undefined
}

/**
 * Decides which files make up the project, in the reference's order: flags, then `COMPOSE_*` variables of the
 * environment, then those of `.env`, then the default names.
 *
 * @returns A fault when no compose file is named or found, or a variable cannot be understood.
 */
export function readSettings(request: DiskRequest): DiskSettings | { readonly fault: Diagnostic } {
  const { cwd, projectDirectory, environment } = request
  const absolute = (path: string) => (path === '-' ? path : resolve(cwd, path))
  const envFiles = chooseEnvFiles(request)?.map(absolute)
  const named = (request.files ?? []).map(absolute)
  const firstFolder = projectDirectory ? absolute(projectDirectory) : (folderOf(named) ?? cwd)
  const own = { PWD: cwd, ...environment }
  const firstEnvFile = join(firstFolder, '.env')
  const withFirst = addEnvFiles(own, envFiles ?? [firstEnvFile], request)
  // The first .env can say that none is read, which then holds for itself: only what is Compose's own counts.
  const isDisabled = envFiles === undefined && isOn(withFirst, 'COMPOSE_DISABLE_ENV_FILE')
  if (isDisabled === undefined) return { fault: invalidVariable('COMPOSE_DISABLE_ENV_FILE', withFirst) }
  const limit = withFirst.COMPOSE_PARALLEL_LIMIT
  if (limit !== undefined && !isWhole(limit)) {
    return { fault: invalidVariable('COMPOSE_PARALLEL_LIMIT', withFirst) }
  }

  const listed = named.length > 0 ? named : filesFromVariable(withFirst, cwd)
  const found =
    listed.length > 0 ? { files: listed, candidates: [] } : findComposeFiles(firstFolder, request.roots)
  if (found === undefined) return { fault: nothingFound(firstFolder, request) }
  const workingDir = projectDirectory ? absolute(projectDirectory) : (folderOf(found.files) ?? cwd)
  const settings = { ...found, workingDir, firstEnvFile }
  if (isDisabled) {
    const composeOnly = Object.entries(withFirst).filter(([name]) => name.startsWith('COMPOSE_'))
    return { ...settings, environment: { ...Object.fromEntries(composeOnly), ...own }, envFiles: [] }
  }
  return { ...settings, environment: own, envFiles }
}

function chooseEnvFiles({ envFiles = [], environment }: DiskRequest): readonly string[] | undefined {
  if (envFiles.length > 0) return envFiles
  const fromVariable = (environment.COMPOSE_ENV_FILES ?? '').split(',').filter((path) => path !== '')
  return fromVariable.length > 0 ? fromVariable : undefined
}

/** Undefined when the variable says neither yes nor no, in the words that Go knows. */
function isOn(environment: Values, name: string): boolean | undefined {
  const text = environment[name] ?? ''
  if (['1', 't', 'T', 'true', 'True', 'TRUE'].includes(text)) return true
  return ['', '0', 'f', 'F', 'false', 'False', 'FALSE'].includes(text) ? false : undefined
}

/** A whole number of 64 bits, in decimal digits. */
const isWhole = (text: string) => /^[-+]?\d+$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text)

const wanted = {
  COMPOSE_DISABLE_ENV_FILE: ['true or false', 'true'],
  COMPOSE_PARALLEL_LIMIT: ['a whole number', '-1'],
} as const

function invalidVariable(name: keyof typeof wanted, environment: Values): Diagnostic {
  const [kind, example] = wanted[name]
  return {
    code: 'COMPOSE_INVALID_VALUE',
    severity: 'error',
    message: `The variable ${name} must be ${kind}, not \`${environment[name]}\`.`,
    fix: `Set ${name} to ${example}, or unset it.`,
  }
}

function nothingFound(folder: string, { cwd, roots }: DiskRequest): Diagnostic {
  const exit = roots && exitOf(folder, roots)
  const fault =
    exit === undefined
      ? {
          code: 'COMPOSE_NO_FILE' as const,
          message: `No compose.yaml was found in ${cwd} or any folder above it.`,
        }
      : outsideRoots(folder, exit)
  return { ...fault, severity: 'error', fix: diagnosticCodes[fault.code].fix }
}

/** The folder of the first file that has one; the standard input has none. */
const folderOf = (files: readonly string[]) => {
  const first = files[0]
  return first === undefined || first === '-' ? undefined : dirname(first)
}

function filesFromVariable(environment: Values, cwd: string): readonly string[] {
  const separator = environment.COMPOSE_PATH_SEPARATOR || delimiter
  // An empty part, and an empty variable, name the folder itself, which is then refused; so the reference does.
  const paths = environment.COMPOSE_FILE?.split(separator) ?? []
  return paths.map((path) => (path === '-' ? path : resolve(cwd, path)))
}

/** What env files add to the environment, without overriding it. Faults are reported when they are loaded. */
function addEnvFiles(environment: Values, paths: readonly string[], { roots, texts }: DiskRequest): Values {
  let added: Values = {}
  for (const path of paths) {
    const source = readSource(path, { roots, texts })
    if (source.kind !== 'text') continue
    const lookup = (name: string) => environment[name] ?? added[name]
    added = { ...added, ...parseDotenv(source.text, lookup).values }
  }
  return { ...added, ...environment }
}
