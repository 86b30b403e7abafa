import type { AuditEntry } from '@berth/contract'
import type { StateLook } from '../../ui/tone.ts'

/** What came of what was asked for, as a person sees it. */
export const outcomeLooks: Readonly<Record<AuditEntry['outcome'], StateLook>> = {
  done: { label: 'Done', icon: 'i-lucide-check', tone: 'neutral' },
  denied: { label: 'Denied', icon: 'i-lucide-ban', tone: 'negative' },
  failed: { label: 'Failed', icon: 'i-lucide-circle-x', tone: 'warning' },
}
