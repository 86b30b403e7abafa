import type { ActionKind } from '../plan/action.ts'

type Lane = 'read' | 'pull' | 'build' | 'start' | 'stop' | 'change'

const laneOf: Readonly<Record<ActionKind, Lane>> = {
  'wait-container': 'read',
  'pull-image': 'pull',
  'restore-image': 'pull',
  'build-image': 'build',
  'start-container': 'start',
  'stop-container': 'stop',
  'restart-container': 'stop',
  'kill-container': 'stop',
  'pause-container': 'stop',
  'unpause-container': 'stop',
  'create-network': 'change',
  'remove-network': 'change',
  'connect-network': 'change',
  'create-volume': 'change',
  'remove-volume': 'change',
  'create-container': 'change',
  'remove-container': 'change',
  'rename-container': 'change',
}

/** How many actions of a kind may be in flight. */
export interface Limiter {
  readonly hasRoom: (kind: ActionKind) => boolean
  readonly enter: (kind: ActionKind) => void
  readonly leave: (kind: ActionKind) => void
}

/** Starting more containers at once than there are cores gains nothing and slows every one of them. */
export function createLimiter({ starts }: { readonly starts: number }): Limiter {
  const limits: Readonly<Record<Lane, number>> = {
    read: Number.POSITIVE_INFINITY,
    pull: 3,
    build: 2,
    start: starts,
    // Stopping is mostly waiting out a grace period.
    stop: 32,
    change: 8,
  }
  const inFlight: Record<Lane, number> = { read: 0, pull: 0, build: 0, start: 0, stop: 0, change: 0 }
  return {
    hasRoom: (kind) => inFlight[laneOf[kind]] < limits[laneOf[kind]],
    enter: (kind) => {
      inFlight[laneOf[kind]] += 1
    },
    leave: (kind) => {
      inFlight[laneOf[kind]] -= 1
    },
  }
}
