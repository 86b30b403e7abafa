import path from 'node:path'
import type { Background } from '../background.ts'
import type { Config } from '../config.ts'
import type { Db } from '../db/client.ts'
import type { Seal } from '../secrets/seal.ts'
import { createRunEnvironments, type EnvironmentDependencies } from './run-environment.ts'
import { createRunFiles, type RunFiles, type RunFilesDependencies } from './run-files.ts'
import { createRunService, type RunDependencies, type RunService } from './run-service.ts'
import { createRunStore, type RunStore } from './run-store.ts'

type Dependencies = Omit<RunDependencies, 'store' | 'files' | 'environments' | 'limit'> &
  Omit<EnvironmentDependencies, 'files' | 'variablesOf'> & {
    readonly db: Db
    readonly seal: Seal
    readonly config: Pick<Config, 'dataDir' | 'runLimit'>
    readonly background: Background
    /** Of the projects. */
    readonly projectFiles: RunFilesDependencies['files']
    readonly sources: RunFilesDependencies['sources']
  }

export interface Runs {
  readonly store: RunStore
  readonly files: RunFiles
  readonly service: RunService
  /** The name of the project of a run; undefined when there is no such run. */
  projectOf(run: string): Promise<string | undefined>
  /** Forgets runs that ended before a time, and what they left. */
  prune(endedBefore: number): Promise<void>
  /**
   * Ends what a crash cut short and queues what waited, before anything new can start; what is left is removed
   * once the Engine is reachable, and from then on again and again.
   */
  recover(reachable: Promise<unknown>): Promise<void>
  endSweeping(): void
}

/** Between two looks for what is left of runs. */
const sweepMs = 15_000

/** Puts the parts of throw-away runs together. */
export function openRuns(dependencies: Dependencies): Runs {
  const { db, seal, config, background, projectFiles, sources, log } = dependencies
  const store = createRunStore(db, seal)
  const root = path.join(config.dataDir, 'runs')
  const files = createRunFiles({ root, files: projectFiles, sources })
  const environments = createRunEnvironments({ ...dependencies, files, variablesOf: store.variables })
  const service = createRunService({ ...dependencies, store, files, environments, limit: config.runLimit })
  let sweeping: NodeJS.Timeout | undefined
  return {
    store,
    files,
    service,
    projectOf: async (id) => (await store.find(id))?.project,
    async prune(endedBefore) {
      for (const id of await store.prune(endedBefore)) await files.remove(id)
    },
    async recover(reachable) {
      const interrupted = await service.recover()
      await files.removeOrphans(async (id) => (await store.find(id)) !== undefined)
      if (interrupted.length > 0) {
        log.warn({ runs: interrupted.map(({ id }) => id) }, 'the last stop cut runs short')
      }
      background.run(async () => {
        await reachable
        await service.requeue()
        await service.sweep()
      })
      sweeping = setInterval(() => background.run(service.sweep), sweepMs)
    },
    endSweeping: () => clearInterval(sweeping),
  }
}
