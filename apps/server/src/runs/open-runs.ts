import { createRunEnvironments, type EnvironmentDependencies } from './run-environment.ts'
import { createRunFiles, type RunFiles, type RunFilesDependencies } from './run-files.ts'
import { createRunService, type RunDependencies, type RunService } from './run-service.ts'
import type { RunStore } from './run-store.ts'

type Dependencies = Omit<RunDependencies, 'files' | 'environments'> &
  Omit<EnvironmentDependencies, 'files'> & {
    /** Of the projects. */
    readonly projectFiles: RunFilesDependencies['files']
  } & Pick<RunFilesDependencies, 'root' | 'sources'>

export interface Runs {
  readonly store: RunStore
  readonly files: RunFiles
  readonly service: RunService
  /** The name of the project of a run; undefined when there is no such run. */
  projectOf(run: string): Promise<string | undefined>
  /** Forgets runs that ended before a time, and what they left. */
  prune(endedBefore: number): Promise<void>
}

/** Puts the parts of throw-away runs together. */
export function openRuns(dependencies: Dependencies): Runs {
  const { store, root, projectFiles, sources } = dependencies
  const files = createRunFiles({ root, files: projectFiles, sources })
  const environments = createRunEnvironments({ ...dependencies, files })
  return {
    store,
    files,
    service: createRunService({ ...dependencies, files, environments }),
    projectOf: async (id) => (await store.find(id))?.project,
    async prune(endedBefore) {
      for (const id of await store.prune(endedBefore)) await files.remove(id)
    },
  }
}
