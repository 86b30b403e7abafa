import type { ActionKind } from '../plan/action.ts'
import type { AdaptiveLimit } from './adaptive-limit.ts'
import type { Clock } from './clock.ts'

type Lane = 'read' | 'pull' | 'build' | 'start' | 'stop' | 'change'

const laneOf: Readonly<Record<ActionKind, Lane>> = {
  'wait-container': 'read',
  'pull-image': 'pull',
  'push-image': 'pull',
  'restore-image': 'pull',
  'remove-image': 'change',
  'build-image': 'build',
  'start-container': 'start',
  'stop-container': 'stop',
  'restart-container': 'stop',
  'run-hook': 'stop',
  'kill-container': 'stop',
  'pause-container': 'stop',
  'unpause-container': 'stop',
  'create-network': 'change',
  'remove-network': 'change',
  'connect-network': 'change',
  'create-volume': 'change',
  'remove-volume': 'change',
  'create-container': 'change',
  'copy-files': 'change',
  'remove-container': 'change',
  'rename-container': 'change',
}

/** How many actions of a kind may be in flight. */
export interface Limiter {
  readonly hasRoom: (kind: ActionKind) => boolean
  /** Call what it returns when the action has ended. */
  readonly enter: (kind: ActionKind) => () => void
}

interface Limits {
  /** A number, or what is found out on the way. */
  readonly starts: number | AdaptiveLimit
  /** How many actions start a container, all in all. */
  readonly startsToCome: number
  readonly clock: Clock
}

/** Starting more containers at once than the Engine has cores gains nothing and slows every one of them. */
export function createLimiter({ starts, startsToCome, clock }: Limits): Limiter {
  const startLimit = () => (typeof starts === 'number' ? starts : starts.current())
  const limits: Readonly<Record<Lane, () => number>> = {
    read: () => Number.POSITIVE_INFINITY,
    pull: () => 3,
    build: () => 2,
    start: startLimit,
    // Stopping is mostly waiting out a grace period.
    stop: () => 32,
    change: () => 8,
  }
  const inFlight: Record<Lane, number> = { read: 0, pull: 0, build: 0, start: 0, stop: 0, change: 0 }
  let waiting = startsToCome
  return {
    hasRoom: (kind) => inFlight[laneOf[kind]] < limits[laneOf[kind]](),
    enter: (kind) => {
      const lane = laneOf[kind]
      inFlight[lane] += 1
      if (lane === 'start') waiting -= 1
      const began = { at: clock.now(), inFlight: inFlight[lane] }
      return () => {
        inFlight[lane] -= 1
        if (lane !== 'start' || typeof starts === 'number') return
        starts.learn({ durationMs: clock.now() - began.at, inFlight: began.inFlight, waiting })
      }
    },
  }
}
