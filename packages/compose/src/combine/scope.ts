import type { Findings } from '../context.ts'
import type { Mapping, Node } from '../tree.ts'
import type { Reading } from './reading.ts'

/** What combining the files of one project, or of one that it includes, needs to know. */
export interface Scope {
  readonly findings: Findings
  /** How documents are understood, given the variables of the project that they belong to. */
  readonly readingWith: (environment: Environment) => Reading
  readonly environment: Environment
  /** Absolute. Relative paths in the files mean this folder. */
  readonly workingDir: string
  /** What `~` stands for. */
  readonly home: string | undefined
  /** Paths become absolute; else they stay relative to the folder of the outermost project. */
  readonly resolvePaths: boolean
  readonly files: Files
  /** The main files of the includes around, outermost first. */
  readonly including: readonly string[]
}

export type Environment = Readonly<Record<string, string>>

/** The files that other files name. */
export interface Files {
  /** The documents of a compose file; undefined when it is not there, or has still to be read. */
  readonly documents: (path: string) => readonly Node[] | undefined
  readonly isAbsent: (path: string) => boolean
  /** What the env files of an included project add to an environment. */
  readonly environment: (request: IncludedEnvironment) => Environment
  /** Counts one more include or value; false, and reported, once there are too many. */
  readonly afford: (what: 'includes' | 'inherited', count: number, at: Mapping | Node) => boolean
}

export interface IncludedEnvironment {
  readonly workingDir: string
  readonly environment: Environment
  /** Undefined: `.env` in the folder, if it is there. */
  readonly envFiles: readonly string[] | undefined
}
