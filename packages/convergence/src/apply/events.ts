import type { EngineErrorCode } from '@berth/docker-engine'
import type { ContainerFailureCode, PlanProblemCode } from '../error-codes.ts'
import type { ContainerImage } from '../plan/before.ts'

/** What `apply` tells while it works. Times are epoch milliseconds. */
export type ApplyEvent =
  | { readonly kind: 'action-started'; readonly action: string; readonly at: number }
  | {
      readonly kind: 'action-ended'
      readonly action: string
      readonly at: number
      readonly outcome: ActionOutcome
      readonly failure?: ActionFailure
    }
  | {
      readonly kind: 'action-progress'
      readonly action: string
      /** One line: `layer 3/7`, `healthcheck starting`. */
      readonly text: string
      readonly currentBytes?: number
      readonly totalBytes?: number
    }
  /** A step of a build begins, or ends. */
  | {
      readonly kind: 'action-step'
      readonly action: string
      readonly at: number
      readonly step: BuildStep
    }
  | { readonly kind: 'action-output'; readonly action: string; readonly text: string }
  | { readonly kind: 'rollback-started'; readonly group: string; readonly service: string }

/** One step of a build, as BuildKit tells of it. */
export interface BuildStep {
  /** The same in all that is told of it. */
  readonly id: string
  /** `[2/3] RUN make`. */
  readonly name: string
  readonly state: 'running' | 'done' | 'cached' | 'failed'
  readonly durationMs?: number
  readonly error?: string
}

/**
 * `skipped`: the world was already as the action would leave it. `cancelled`: not begun, or its waiting
 * was given up, because of an abort or because something else failed.
 */
export type ActionOutcome = 'done' | 'skipped' | 'failed' | 'cancelled'

/** Why an action failed, in words for a user. */
export interface ActionFailure {
  readonly code: EngineErrorCode | PlanProblemCode | ContainerFailureCode
  readonly message: string
  readonly fix?: string
  readonly service?: string
  readonly container?: string
  /** What the container was waited for to become; one with a healthcheck is not up before it is healthy. */
  readonly awaited?: 'healthy' | 'completed' | 'up'
  readonly exitCode?: number
  /** How often the Engine had restarted it. */
  readonly restarts?: number
  /** The kernel killed it for want of memory. */
  readonly outOfMemory?: true
  /** The container's last lines, oldest first, at most 50. */
  readonly logTail?: readonly string[]
}

export interface ApplyResult {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled'
  /** Every action of the plan, and of the rollbacks that ran, with its outcome. */
  readonly actions: Readonly<Record<string, ActionOutcome>>
  /**
   * In the order they happened. The first is the cause. Those of optional actions come last, and alone do not
   * make the outcome `failed`. `action` is `plan` when the plan itself had a problem.
   */
  readonly failures: readonly (ActionFailure & { readonly action: string })[]
  /** Those of the project as it leaves them, sorted by name, and the image that each runs. */
  readonly containers: readonly ContainerImage[]
  /** Services whose old container was brought back. */
  readonly rolledBack: readonly string[]
}
