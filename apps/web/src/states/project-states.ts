import type { ProjectState } from '@berth/contract'
import type { StateLook } from '../ui/tone.ts'

export const projectStates: Readonly<Record<ProjectState, StateLook>> = {
  healthy: { label: 'Healthy', icon: 'i-lucide-circle-check', tone: 'positive' },
  running: { label: 'Running', icon: 'i-lucide-circle-play', tone: 'positive' },
  starting: { label: 'Starting', icon: 'i-lucide-loader-circle', tone: 'progress', isMoving: true },
  degraded: { label: 'Degraded', icon: 'i-lucide-triangle-alert', tone: 'warning' },
  completed: { label: 'Completed', icon: 'i-lucide-circle-check-big', tone: 'neutral' },
  stopped: { label: 'Stopped', icon: 'i-lucide-circle-stop', tone: 'neutral' },
  invalid: { label: 'Invalid', icon: 'i-lucide-file-warning', tone: 'negative' },
  unknown: { label: 'Unknown', icon: 'i-lucide-circle-help', tone: 'neutral' },
}
