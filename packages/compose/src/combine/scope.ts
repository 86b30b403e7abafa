import type { Findings } from '../context.ts'
import type { Origin } from '../source.ts'
import type { Mapping, Node } from '../tree.ts'
import type { Reading } from './reading.ts'

/** What combining the files of one project, or of one that it includes, needs to know. */
export interface Scope extends Variables {
  readonly findings: Findings
  /** How documents are understood, given the variables of the project that they belong to. */
  readonly readingWith: (variables: Variables) => Reading
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

/** The variables that the documents of a project may use. */
export interface Variables {
  readonly environment: Environment
  /** Where env files of included projects set some of them, which the outermost project does not know. */
  readonly setAt: ReadonlyMap<string, Origin>
}

export type Environment = Readonly<Record<string, string>>

/** The files that other files name. */
export interface Files {
  /** The documents of a compose file; undefined when it is not there, or has still to be read. */
  readonly documents: (path: string) => readonly Node[] | undefined
  readonly isAbsent: (path: string) => boolean
  /** The variables of an included project: those around it, and what its env files add to them. */
  readonly variables: (request: IncludedEnvironment) => Variables
  /** Counts one more include or value; false, and reported, once there are too many. */
  readonly afford: (what: 'includes' | 'inherited', count: number, at: Mapping | Node) => boolean
}

export interface IncludedEnvironment {
  readonly workingDir: string
  readonly around: Variables
  /** Undefined: `.env` in the folder, if it is there. */
  readonly envFiles: readonly string[] | undefined
}
