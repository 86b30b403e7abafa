import type { Action, Plan } from '@berth/convergence'

/** One line of progress: what the actions of a group are about. */
export interface Group {
  readonly id: string
  /** For example `Container shop-web-1`, as Docker Compose writes it. */
  readonly title: string
  /** It makes a container and removes the one before it. */
  readonly replaces: boolean
  readonly actions: readonly Action[]
}

/** The groups of a plan in the order they begin. Pure. */
export function groupsOf({ actions }: Pick<Plan, 'actions'>): Group[] {
  const byGroup = new Map<string, Action[]>()
  for (const action of actions) byGroup.set(action.group, [...(byGroup.get(action.group) ?? []), action])
  return [...byGroup].map(([id, members]) => ({
    id,
    title: titleOf(id, members),
    replaces: has(members, 'create-container') && has(members, 'remove-container'),
    actions: members,
  }))
}

const has = (actions: readonly Action[], kind: Action['kind']) =>
  actions.some((action) => action.kind === kind)

/** The name that is left in the end: a replacement is made under a temporary one. */
function titleOf(id: string, actions: readonly Action[]): string {
  const naming = actions.find(({ kind }) => kind === 'rename-container') ?? actions[0]
  return naming === undefined ? id : titleOfAction(naming)
}

function titleOfAction(action: Action): string {
  switch (action.kind) {
    case 'pull-image':
    case 'push-image':
    case 'restore-image':
    case 'remove-image':
    case 'build-image':
      return `Image ${action.image}`
    case 'create-network':
      return `Network ${action.body.Name}`
    case 'remove-network':
      return `Network ${action.name}`
    case 'create-volume':
      return `Volume ${action.body.Name}`
    case 'remove-volume':
      return `Volume ${action.volume}`
    case 'rename-container':
      return `Container ${action.to}`
    default:
      return `Container ${action.name}`
  }
}
