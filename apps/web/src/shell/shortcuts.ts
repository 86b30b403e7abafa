import type { RouteLocationRaw } from 'vue-router'

/** What a shortcut does; where it needs a project, it only works on a project's pages. */
export type ShortcutAction =
  | { readonly kind: 'go'; readonly to: RouteLocationRaw }
  | { readonly kind: 'go-in-project'; readonly to: (project: string) => RouteLocationRaw }
  | { readonly kind: 'open'; readonly which: 'commands' | 'help' }
  | { readonly kind: 'focus-filter' }

export interface Shortcut {
  /** Keys pressed one after the other. */
  readonly keys: readonly string[]
  readonly label: string
  readonly action: ShortcutAction
}

const inProject = (name: string, query = {}) => ({
  kind: 'go-in-project' as const,
  to: (project: string): RouteLocationRaw => ({ name, params: { project }, query }),
})

export const shortcuts: readonly Shortcut[] = [
  { keys: ['g', 'p'], label: 'Go to projects', action: { kind: 'go', to: { name: 'projects' } } },
  { keys: ['g', 'o'], label: 'Go to operations', action: { kind: 'go', to: { name: 'operations' } } },
  { keys: ['g', 'h'], label: 'Go to the host', action: { kind: 'go', to: { name: 'host' } } },
  { keys: ['g', 's'], label: 'Go to settings', action: { kind: 'go', to: { name: 'tokens' } } },
  { keys: ['n'], label: 'New project', action: { kind: 'go', to: { name: 'new-project' } } },
  { keys: ['/'], label: 'Filter', action: { kind: 'focus-filter' } },
  { keys: ['?'], label: 'This help', action: { kind: 'open', which: 'help' } },
  { keys: ['o'], label: 'Overview of this project', action: inProject('project') },
  { keys: ['f'], label: 'Files of this project', action: inProject('files') },
  { keys: ['l'], label: 'Logs of this project', action: inProject('logs') },
  { keys: ['v'], label: 'Variables of this project', action: inProject('project-variables') },
  { keys: ['r'], label: 'Revisions of this project', action: inProject('revisions') },
  { keys: ['t'], label: 'Terminal of this project', action: inProject('terminal') },
  { keys: ['d'], label: 'Plan a deployment of this project', action: inProject('project', { plan: 'up' }) },
]

/** What a key means after the keys already pressed: a shortcut, the beginning of one, or nothing. */
export function matchKey(pressed: readonly string[], key: string): Shortcut | 'more' | undefined {
  const keys = [...pressed, key]
  const begins = shortcuts.filter((each) => keys.every((value, index) => each.keys[index] === value))
  return begins.find((each) => each.keys.length === keys.length) ?? (begins.length > 0 ? 'more' : undefined)
}
