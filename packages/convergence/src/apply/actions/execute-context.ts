import type { Engine } from '@berth/docker-engine'
import type { Action, ActionKind, ContainerRef } from '../../plan/action.ts'
import type { Clock } from '../clock.ts'
import type { ContainerEvents } from '../container-events.ts'
import type { BuildStep } from '../events.ts'

/**
 * Called with a container that is about to be started, which waits for it: to attach to what it does from the first
 * moment on. When it rejects, the container is not started.
 */
export type BeforeStart = (container: {
  readonly id: string
  readonly name: string
  readonly service: string | undefined
}) => Promise<void>

/** What an executor is given. */
export interface ExecuteContext {
  readonly engine: Engine
  /** Ends waits, pulls and builds. Short calls that change the Engine are finished instead. */
  readonly signal: AbortSignal
  readonly clock: Clock
  readonly settleMs: number
  /** Longest that one wait for a container may take. */
  readonly waitTimeoutMs?: number
  readonly events: ContainerEvents
  readonly beforeStart?: BeforeStart
  /** The id that a reference stands for. Throws when the plan gives none: that is our bug. */
  readonly containerId: (container: ContainerRef) => string
  /** Whether an action of the plan removes that container. */
  readonly isRemovedLater: (container: string) => boolean
  /** The id of an image that this run pulled or built. */
  readonly imageId: (reference: string) => string | undefined
  readonly onProgress: (progress: {
    readonly text: string
    readonly currentBytes?: number
    readonly totalBytes?: number
  }) => void
  readonly onStep: (step: BuildStep) => void
  readonly onOutput: (text: string) => void
}

/**
 * `skipped`: the world was already as the action would leave it. `produced`: the id of what it made. `repoDigests`:
 * what registries have that image as.
 */
export interface Effect {
  readonly outcome: 'done' | 'skipped'
  readonly produced?: string
  readonly repoDigests?: readonly string[]
}

export type Execute<K extends ActionKind> = (action: Action<K>, context: ExecuteContext) => Promise<Effect>
