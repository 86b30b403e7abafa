import type { ObservedContainer, ObservedState } from '../../observed/observed-state.ts'
import type { Action, ActionKind } from '../action.ts'
import { withInterruptions } from './interruptions.ts'
import { inOrder, type ObjectChange, type ObjectVerb } from './object-change.ts'

/** What becomes of everything of a project by actions that make no container. Sorted. */
export function changesOfActions(actions: readonly Action[], observed: ObservedState): ObjectChange[] {
  const own = <T extends { readonly project?: string; readonly name: string }>(all: readonly T[]) =>
    all.filter(({ project }) => project === observed.project).map(({ name }) => name)
  return inOrder([
    ...resourceChanges(actions, {
      networks: own(observed.networks),
      volumes: own(observed.volumes),
      images: [],
    }),
    ...withInterruptions(containerChanges(actions, observed.containers), { actions, observed }),
  ])
}

function containerChanges(
  actions: readonly Action[],
  containers: readonly ObservedContainer[],
): (ObjectChange & { readonly id: string })[] {
  return containers.map(({ id, name, service }) => {
    const own = actions.filter(
      (action) => 'container' in action && 'id' in action.container && action.container.id === id,
    )
    // The last one decides: what is stopped and then removed is removed.
    const [last] = own.filter(({ kind }) => verbs[kind] !== undefined).toReversed()
    const change = (last && verbs[last.kind]) ?? 'keep'
    const destroyed = own.flatMap(({ destroys }) => destroys ?? [])
    return {
      id,
      kind: 'container',
      name,
      service,
      change,
      reasons: last === undefined ? [] : [last.cause],
      ...(destroyed.length > 0 && { destroys: destroyed.join(', ') }),
    }
  })
}

const verbs: { readonly [K in ActionKind]?: ObjectVerb } = {
  'start-container': 'start',
  'restart-container': 'restart',
  'stop-container': 'stop',
  'pause-container': 'pause',
  'unpause-container': 'unpause',
  'kill-container': 'signal',
  'remove-container': 'remove',
}

/** What becomes of networks, volumes and images: those that actions are about, and of the others those named. */
export function resourceChanges(
  actions: readonly Action[],
  named: {
    readonly networks: readonly string[]
    readonly volumes: readonly string[]
    readonly images: readonly string[]
  },
): ObjectChange[] {
  const changed = new Map<string, ObjectChange>()
  for (const action of actions) {
    const change = changeOf(action)
    if (change === undefined) continue
    const key = `${change.kind} ${change.name}`
    const before = changed.get(key)
    changed.set(key, before === undefined ? change : { ...before, change: 'recreate' })
  }
  const kept = (kind: ObjectChange['kind'], names: readonly string[]) =>
    [...new Set(names)]
      .filter((name) => !changed.has(`${kind} ${name}`))
      .map((name): ObjectChange => ({ kind, name, change: 'keep', reasons: [] }))
  return [
    ...changed.values(),
    ...kept('network', named.networks),
    ...kept('volume', named.volumes),
    ...kept('image', named.images),
  ]
}

function changeOf(action: Action): ObjectChange | undefined {
  const reasons = [action.cause]
  switch (action.kind) {
    case 'create-network':
      return { kind: 'network', name: action.body.Name, change: 'create', reasons }
    case 'remove-network':
      return { kind: 'network', name: action.name, change: 'remove', reasons }
    case 'create-volume':
      return { kind: 'volume', name: action.body.Name, change: 'create', reasons }
    case 'remove-volume': {
      const { volume: name, destroys } = action
      return { kind: 'volume', name, change: 'remove', reasons, ...(destroys && { destroys }) }
    }
    case 'pull-image':
      return { kind: 'image', name: action.image, change: 'pull', reasons }
    case 'restore-image':
      return { kind: 'image', name: action.image, change: 'restore', reasons }
    case 'remove-image':
      return { kind: 'image', name: action.image, change: 'remove', reasons }
    case 'build-image':
      return { kind: 'image', name: action.image, change: 'build', reasons }
    default:
      return undefined
  }
}
