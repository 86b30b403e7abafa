import type { OperationState } from '@berth/contract'
import type { Plan } from '@berth/convergence'
import type { DeploymentRecorder } from './recorder.ts'
import type { RevisionRecord } from './revision.ts'

/** What is to be known of an operation. */
export interface DeployingOperation {
  readonly id: string
  readonly project: string
  readonly kind: string
  readonly actor: RevisionRecord['author']
  readonly revision?: number
}

/** What was asked for: the options of its kind. */
export interface DeployingRequest {
  readonly options: object
}

interface DeployingOptions {
  readonly message?: string
  readonly rollbackOf?: number
  readonly undoTo?: number
  /** Some only, of the services. */
  readonly services?: readonly string[]
}

// Safe: these mean the same in the options of every kind that has them.
const optionsOf = ({ options }: DeployingRequest) => options as DeployingOptions

/** What operations tell revisions. */
export interface Deployments {
  /**
   * Plans an operation. `begin` is to be called before it changes anything, and resolves with the number of
   * its revision; undefined for what deploys nothing.
   */
  plan(
    operation: DeployingOperation,
    request: DeployingRequest,
    plan: () => Promise<Plan>,
  ): Promise<{ readonly plan: Plan; readonly begin: () => Promise<number | undefined> }>
  /** To be called when it has ended. */
  end(operation: DeployingOperation, request: DeployingRequest, state: OperationState): Promise<void>
}

/** Keeps what is deployed in revisions. */
export function createDeployments(recorder: DeploymentRecorder): Deployments {
  return {
    async plan({ id, project, kind, actor }, request, plan) {
      const { message, rollbackOf, undoTo } = optionsOf(request)
      // What a revision has is that revision again, whatever the files are by now.
      if (kind !== 'deploy' || undoTo !== undefined) return { plan: await plan(), begin: async () => undoTo }
      const planned = await recorder.plan(project, plan)
      const back = rollbackOf === undefined ? '' : `Back to revision ${rollbackOf}`
      const note = {
        operation: id,
        author: { kind: actor.kind, name: actor.name },
        message: message ?? back,
        ...(rollbackOf !== undefined && { rollbackOf }),
      }
      return { plan: planned.plan, begin: () => recorder.begin(planned, note) }
    },
    async end({ project, kind, revision }, request, state) {
      const { services = [] } = optionsOf(request)
      if (state === 'queued' || state === 'running') return
      if (revision !== undefined) await recorder.end(project, revision, state)
      else if (kind === 'down' && state === 'succeeded' && services.length === 0) {
        await recorder.tornDown(project)
      }
    },
  }
}
