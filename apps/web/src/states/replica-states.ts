import type { ReplicaState } from '@berth/contract'
import type { StateLook } from '../ui/tone.ts'

export const replicaStates: Readonly<Record<ReplicaState, StateLook>> = {
  created: { label: 'Created', icon: 'i-lucide-circle-dashed', tone: 'neutral' },
  starting: { label: 'Starting', icon: 'i-lucide-loader-circle', tone: 'progress', isMoving: true },
  running: { label: 'Running', icon: 'i-lucide-circle-play', tone: 'positive' },
  healthy: { label: 'Healthy', icon: 'i-lucide-circle-check', tone: 'positive' },
  unhealthy: { label: 'Unhealthy', icon: 'i-lucide-heart-pulse', tone: 'negative' },
  completed: { label: 'Completed', icon: 'i-lucide-circle-check-big', tone: 'neutral' },
  restarting: { label: 'Restarting', icon: 'i-lucide-rotate-cw', tone: 'warning', isMoving: true },
  paused: { label: 'Paused', icon: 'i-lucide-circle-pause', tone: 'warning' },
  exited: { label: 'Exited', icon: 'i-lucide-circle-x', tone: 'negative' },
  dead: { label: 'Dead', icon: 'i-lucide-skull', tone: 'negative' },
  missing: { label: 'Not deployed', icon: 'i-lucide-circle-dashed', tone: 'neutral' },
}
