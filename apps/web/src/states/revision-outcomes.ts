import type { RevisionOutcome } from '@berth/contract'
import type { StateLook } from '../ui/tone.ts'

export const revisionOutcomes: Readonly<Record<RevisionOutcome, StateLook>> = {
  pending: { label: 'Deploying', icon: 'i-lucide-loader-circle', tone: 'progress', isMoving: true },
  succeeded: { label: 'Succeeded', icon: 'i-lucide-circle-check', tone: 'positive' },
  failed: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'negative' },
  cancelled: { label: 'Cancelled', icon: 'i-lucide-ban', tone: 'neutral' },
  interrupted: { label: 'Interrupted', icon: 'i-lucide-zap-off', tone: 'warning' },
  saved: { label: 'Not deployed', icon: 'i-lucide-archive', tone: 'neutral' },
}
