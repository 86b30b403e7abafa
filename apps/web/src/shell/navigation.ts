/** The pages that every other page leads back to. */
export const navigation = [
  { label: 'Projects', icon: 'i-lucide-layers', to: { name: 'projects' }, prefix: '/projects' },
  { label: 'Operations', icon: 'i-lucide-history', to: { name: 'operations' }, prefix: '/operations' },
  { label: 'Host', icon: 'i-lucide-server', to: { name: 'host' }, prefix: '/host' },
  { label: 'Settings', icon: 'i-lucide-settings', to: { name: 'tokens' }, prefix: '/settings' },
] as const
