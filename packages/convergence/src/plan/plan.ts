import type { PlanProblemCode } from '../error-codes.ts'
import type { Finding } from '../review/finding.ts'
import type { Action } from './action.ts'
import type { PlanBefore } from './before.ts'
import type { PlanNeeds } from './needs/plan-needs.ts'
import type { ObjectChange } from './objects/object-change.ts'

/** An ordered set of actions, and everything a person needs to judge it. Plain, serialisable data. */
export interface Plan {
  readonly project: string
  readonly kind: 'up' | 'down'
  /** Topological: no action stands before one it waits for. */
  readonly actions: readonly Action[]
  /** What brings back the old container when its replacement fails; see {@link Rollback}. */
  readonly rollbacks: readonly Rollback[]
  /** One row per service of the project or its orphans, sorted by name. */
  readonly services: readonly ServiceChange[]
  /** What becomes of every container, network, volume and image, what is kept included; sorted. */
  readonly objects: readonly ObjectChange[]
  /** What it takes of the host, and who has that now. */
  readonly needs: PlanNeeds
  /** What a user should know and nobody has to act on: orphans, diverged volumes, and the like. */
  readonly notices: readonly string[]
  /** Why it cannot be applied. While there is one, `apply` does nothing and fails with these. */
  readonly problems: readonly PlanProblem[]
  /** What a policy objects to, once the plan was judged by one and there is something. */
  readonly findings?: readonly Finding[]
  /** What there was when it was made. */
  readonly before: PlanBefore
  /** Sha256 over the rest, free space and process ids left out; what is approved is this. */
  readonly digest: string
}

/** Something that the user has to change before the plan can be applied. */
export interface PlanProblem {
  readonly code: PlanProblemCode
  /** One sentence that names the service, network, volume or image. */
  readonly message: string
  readonly fix: string
  readonly service?: string
}

/**
 * Runs when `from` has been begun and `until` has not been done, after everything in flight has ended:
 * the old container runs again under its own name and the failed replacement is gone.
 */
export interface Rollback {
  readonly group: string
  readonly service: string
  readonly from: string
  readonly until: string
  readonly actions: readonly Action[]
}

export interface ServiceChange {
  readonly service: string
  readonly change: 'create' | 'recreate' | 'scale' | 'start' | 'remove' | 'none'
  /** Each in words: `environment REDIS`, `image redis:7 → redis:8`, `scaled from 1 to 3`. */
  readonly reasons: readonly string[]
}
