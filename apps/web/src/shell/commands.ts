import type { ProjectSummary } from '@berth/contract'
import type { RouteLocationRaw } from 'vue-router'
import { projectStates } from '../states/project-states.ts'
import type { ThemeChoice } from './useTheme.ts'

export interface CommandContext {
  readonly projects: readonly ProjectSummary[]
  /** The project of the page that is open; its actions come first. */
  readonly here: string | undefined
  go(to: RouteLocationRaw): void
  setTheme(choice: ThemeChoice): void
}

/** What the command menu offers, in order. */
export function commandGroups({ projects, here, go, setTheme }: CommandContext) {
  const page = (label: string, icon: string, to: RouteLocationRaw) => ({
    label,
    icon,
    onSelect: () => go(to),
  })
  const names = [...(here === undefined ? [] : [here]), ...projects.map(({ name }) => name)]
  const ordered = [...new Set(names)]
  return [
    {
      id: 'projects',
      label: 'Projects',
      items: projects.map(({ name, state }) => ({
        ...page(name, projectStates[state].icon, { name: 'project', params: { project: name } }),
        suffix: projectStates[state].label,
      })),
    },
    {
      id: 'actions',
      label: 'Actions',
      items: [
        page('New project', 'i-lucide-plus', { name: 'new-project' }),
        ...ordered.flatMap((project) => [
          page(`Deploy ${project}`, 'i-lucide-rocket', {
            name: 'project',
            params: { project },
            query: { plan: 'up' },
          }),
          page(`Logs of ${project}`, 'i-lucide-scroll-text', { name: 'logs', params: { project } }),
          page(`Terminal in ${project}`, 'i-lucide-square-terminal', {
            name: 'terminal',
            params: { project },
          }),
          page(`Revisions of ${project}`, 'i-lucide-history', { name: 'revisions', params: { project } }),
          page(`Variables of ${project}`, 'i-lucide-variable', {
            name: 'project-variables',
            params: { project },
          }),
          page(`Files of ${project}`, 'i-lucide-file-code', { name: 'files', params: { project } }),
        ]),
      ],
    },
    {
      id: 'pages',
      label: 'Pages',
      items: [
        page('Projects', 'i-lucide-layers', { name: 'projects' }),
        page('Operations', 'i-lucide-history', { name: 'operations' }),
        page('Host', 'i-lucide-server', { name: 'host' }),
        page('API tokens', 'i-lucide-key-round', { name: 'tokens' }),
        page('Variables of all projects', 'i-lucide-variable', { name: 'variables' }),
        page('Users', 'i-lucide-users', { name: 'users' }),
        page('Policies', 'i-lucide-shield-check', { name: 'policies' }),
        page('Account', 'i-lucide-circle-user', { name: 'account' }),
        page('About', 'i-lucide-info', { name: 'about' }),
      ],
    },
    {
      id: 'theme',
      label: 'Theme',
      items: [
        { label: 'Light theme', icon: 'i-lucide-sun', onSelect: () => setTheme('light') },
        { label: 'Dark theme', icon: 'i-lucide-moon', onSelect: () => setTheme('dark') },
        { label: 'System theme', icon: 'i-lucide-monitor', onSelect: () => setTheme('auto') },
      ],
    },
  ]
}
