import type { OperationKind, OperationState, StepState } from '@berth/contract'
import type { StateLook } from '../ui/tone.ts'

export const operationStates: Readonly<Record<OperationState, StateLook>> = {
  queued: { label: 'Queued', icon: 'i-lucide-clock', tone: 'neutral' },
  running: { label: 'Running', icon: 'i-lucide-loader-circle', tone: 'progress', isMoving: true },
  succeeded: { label: 'Succeeded', icon: 'i-lucide-circle-check', tone: 'positive' },
  failed: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'negative' },
  cancelled: { label: 'Cancelled', icon: 'i-lucide-ban', tone: 'neutral' },
  interrupted: { label: 'Interrupted', icon: 'i-lucide-zap-off', tone: 'warning' },
}

export const stepStates: Readonly<Record<StepState, StateLook>> = {
  pending: { label: 'Pending', icon: 'i-lucide-circle-dashed', tone: 'neutral' },
  running: { label: 'Running', icon: 'i-lucide-loader-circle', tone: 'progress', isMoving: true },
  done: { label: 'Done', icon: 'i-lucide-circle-check', tone: 'positive' },
  skipped: { label: 'Unchanged', icon: 'i-lucide-circle-minus', tone: 'neutral' },
  failed: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'negative' },
  cancelled: { label: 'Not begun', icon: 'i-lucide-ban', tone: 'neutral' },
}

export const operationKinds: Readonly<Record<OperationKind, string>> = {
  deploy: 'Deploy',
  down: 'Tear down',
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  pause: 'Pause',
  unpause: 'Unpause',
  kill: 'Kill',
  scale: 'Scale',
}

/** Whether anything can still change. */
export const isActive = (state: OperationState): boolean => state === 'queued' || state === 'running'
