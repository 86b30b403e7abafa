import type { NotificationKind } from '@berth/contract'

/** How each kind looks in a list. */
export const notificationLooks: { readonly [K in NotificationKind]: { icon: string; color: string } } = {
  'copy-idle': { icon: 'i-lucide-moon', color: 'text-muted' },
  'copy-ending': { icon: 'i-lucide-hourglass', color: 'text-caution' },
  'copy-ended': { icon: 'i-lucide-trash-2', color: 'text-muted' },
  'operation-failed': { icon: 'i-lucide-circle-x', color: 'text-negative' },
}
