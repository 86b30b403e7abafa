import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../testing/step.ts'

/** Where the cases of this repository are. */
export const casesFolder = path.join(root, 'packages/convergence/parity')

/** Where a case stands while it is recorded: paths are part of what is sent, and of hashes. */
export const recordingFolder = '/project'

/** A small project that both engines deploy, and how. */
export interface ParityCase {
  /** Of the folder; the project is called `parity-<name>`. */
  readonly name: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly profiles: readonly string[]
  /** `false`: the machine lacks what it needs, so only what is sent is compared. */
  readonly isDeployable: boolean
  /** `false`: what is sent names images by ids that another machine does not have, so only what is made is compared. */
  readonly isRecorded: boolean
  /** The oldest Engine that knows what the case is about; absent: every one. */
  readonly needsApi?: string
  /** Services that end by themselves: Docker Compose runs them again on every `up`. */
  readonly restarts: readonly string[]
  /** Folder of a project that has to run before. */
  readonly outside?: string
}

/** What `case.json` may say. */
interface Said {
  readonly environment?: Readonly<Record<string, string>>
  readonly profiles?: readonly string[]
  readonly deploy?: boolean
  readonly restarts?: readonly string[]
  readonly needsApi?: string
  readonly record?: boolean
}

/** Every case below a folder, or the one that the folder is; sorted. */
export function findCases(folder: string): ParityCase[] {
  if (existsSync(path.join(folder, 'compose.yaml'))) return [readCase(path.resolve(folder))]
  return readdirSync(folder)
    .map((name) => path.resolve(folder, name))
    .filter((each) => existsSync(path.join(each, 'compose.yaml')))
    .sort()
    .map(readCase)
}

/** Reads the case that a folder holds. */
export function readCase(folder: string): ParityCase {
  const file = path.join(folder, 'case.json')
  const said: Said = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const outside = path.join(folder, 'outside')
  return {
    name: path.basename(folder),
    folder,
    environment: said.environment ?? {},
    profiles: said.profiles ?? [],
    isDeployable: said.deploy ?? true,
    isRecorded: said.record ?? true,
    restarts: said.restarts ?? [],
    ...(existsSync(outside) && { outside }),
    ...(said.needsApi && { needsApi: said.needsApi }),
  }
}
