import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { LoadOptions } from '../src/index.ts'

/** One folder of fixtures: files to load, and what the real CLI made of them. */
export interface FixtureCase {
  /** `<section>/<case>`. */
  readonly name: string
  readonly folder: string
  readonly request: CaseRequest
}

/** How a case is loaded, from its `request.json`; without one, as in an empty environment without flags. */
export interface CaseRequest {
  readonly files?: readonly string[]
  readonly profiles?: readonly string[]
  readonly envFiles?: readonly string[]
  readonly projectName?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly options?: CaseOptions
  /** Command lines of `config` whose output is recorded instead of the loaded project, without the word itself. */
  readonly commands?: readonly string[]
}

/** What is left out of loading; without interpolation it is the model that is loaded, and it has no hashes. */
export interface CaseOptions extends LoadOptions {
  readonly interpolate?: boolean
}

/** What `oracle.json` holds. Texts are lists of lines, so that a change reads like one. */
export interface Oracle {
  /** The CLI that was asked. */
  readonly version: string
  /** Its exit status. */
  readonly status: number
  /** `config --format json`; absent when it failed. */
  readonly json?: readonly string[]
  /** `config`. */
  readonly yaml?: readonly string[]
  /** `config --hash '*'`, by service. */
  readonly hashes?: Readonly<Record<string, string>>
  /** What it said when it failed. */
  readonly error?: string
  /** What each of the request's `commands` came to. */
  readonly commands?: Readonly<Record<string, RecordedCommand>>
}

export interface RecordedCommand {
  readonly status: number
  /** Standard output, by line. */
  readonly out: readonly string[]
  /** The last line of the standard error, when it failed. */
  readonly error?: string
}

/** Takes the place of the checkout out of a text: the folder of the case, and the one around it. */
export const hideFolder = (text: string, { folder }: Pick<FixtureCase, 'folder'>): string =>
  text.replaceAll(folder, '<folder>').replaceAll(dirname(folder), '<section>')

/** The environment of every case; the case's own variables come on top. */
export const baseEnvironment = { HOME: '/home/ada' } as const

const ownRoot = join(dirname(fileURLToPath(import.meta.url)), '..', 'fixtures')

/** Every case below a folder of sections, this package's own unless another is named, sorted by name. */
export function listCases(root: string = ownRoot): FixtureCase[] {
  return folders(root)
    .flatMap((section) => folders(section).map((folder) => toCase(section, folder)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export function readOracle({ folder }: FixtureCase): Oracle {
  // Holds because only the recorder writes these files.
  return JSON.parse(readFileSync(join(folder, 'oracle.json'), 'utf8')) as Oracle
}

function toCase(section: string, folder: string): FixtureCase {
  return { name: `${basename(section)}/${basename(folder)}`, folder, request: readRequest(folder) }
}

/** How the project in a folder is loaded. */
export function readRequest(folder: string): CaseRequest {
  const path = join(folder, 'request.json')
  // Holds because these files are ours and reviewed.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as CaseRequest) : {}
}

const folders = (parent: string) =>
  readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
