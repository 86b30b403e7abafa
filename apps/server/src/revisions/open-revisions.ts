import type { ProjectLoader } from '../projects/loader.ts'
import type { ProjectService } from '../projects/project-service.ts'
import { createDeployments, type Deployments } from './deployments.ts'
import { createDeploymentRecorder, type RecorderDependencies } from './recorder.ts'
import { createRevisionService, type RevisionDependencies, type RevisionService } from './revision-service.ts'
import { createRollback, type Rollback, type RollbackDependencies } from './rollback.ts'
import { type SnapshotDependencies, takeSnapshot } from './snapshot.ts'

type Dependencies = Omit<RecorderDependencies, 'snapshot' | 'load'> &
  Omit<RevisionDependencies, 'snapshot' | 'requireProject'> &
  Omit<RollbackDependencies, 'recorder'> &
  Omit<SnapshotDependencies, 'load'> & {
    readonly loader: ProjectLoader
    readonly projects: ProjectService
  }

export interface Revisions {
  readonly revisions: RevisionService
  readonly rollback: Rollback
  readonly deployments: Deployments
}

/** Puts the parts of revisions together: what deployments leave, and the way back to it. */
export function openRevisions(dependencies: Dependencies): Revisions {
  const { loader, projects } = dependencies
  const snapshot = (name: string) => takeSnapshot(name, { ...dependencies, load: loader.load })
  const recorder = createDeploymentRecorder({ ...dependencies, snapshot, load: projects.load })
  return {
    revisions: createRevisionService({ ...dependencies, snapshot, requireProject: projects.require }),
    rollback: createRollback({ ...dependencies, recorder }),
    deployments: createDeployments(recorder),
  }
}
