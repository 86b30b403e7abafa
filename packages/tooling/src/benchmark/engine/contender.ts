import type { BenchProject } from './bench-project.ts'

/** What a project is to run: everything else is the same in every step. */
export interface Wanted {
  /** A variable of the first service. */
  readonly tag: string
  /** Replicas of the first service. */
  readonly scale: number
}

/** How one way of deploying is called. Each method resolves when it says that the work is done. */
export interface EngineContender {
  /** Brings the project there, from whatever it is now. */
  readonly up: (project: BenchProject, wanted: Wanted) => Promise<void>
  readonly restart: (project: BenchProject, wanted: Wanted) => Promise<void>
  /** Containers and networks go. */
  readonly down: (project: BenchProject, wanted: Wanted) => Promise<void>
  /** Builds the image of the only service. */
  readonly build: (project: BenchProject, wanted: Wanted) => Promise<void>
  /** Finds out what `up` would have to do. Only Berth can. */
  readonly plan?: (project: BenchProject, wanted: Wanted) => Promise<void>
  readonly close: () => void
}

/** Who is measured, as the tables call them. */
export const contenderNames = ['Berth', 'docker compose', 'smallest sequence'] as const

export type ContenderName = (typeof contenderNames)[number]
