import type { DesiredState } from '../../desired/desired-state.ts'
import type { ObservedContainer, ObservedState } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import type { ReplicaChange } from '../replicas.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import { withInterruptions } from './interruptions.ts'
import type { ObjectChange, ObjectVerb } from './object-change.ts'

/** A change of a container, with the id that it has now. */
type ContainerChange = ObjectChange & { readonly id?: string }

/** What `up` does to every container of the project, those it leaves alone included. */
export function containerChanges(
  decisions: readonly ServiceDecision[],
  about: {
    readonly desired: DesiredState
    readonly observed: ObservedState
    readonly actions: readonly Action[]
    readonly orphans: readonly ObservedContainer[]
    readonly removesOrphans: boolean
  },
): ObjectChange[] {
  const decided = decisions.flatMap(changesOf)
  // What is left of an earlier run and has the name that is due is part of what takes its place.
  const left = decisions.flatMap(({ changes }) => changes.flatMap(({ leftovers }) => leftovers))
  const known = new Set([...decided, ...left].map(({ id }) => id))
  const rest = about.observed.containers.filter(({ id }) => !known.has(id))
  const others = rest.map((container): ContainerChange => {
    const isOrphan = about.orphans.includes(container)
    return {
      ...aboutContainer(container),
      change: isOrphan && about.removesOrphans ? 'remove' : 'keep',
      reasons: [whyLeft(container, isOrphan)],
    }
  })
  return withInterruptions([...decided, ...others], about)
}

const aboutContainer = ({ id, name, service }: ObservedContainer) =>
  ({ id, kind: 'container', name, service }) as const

function whyLeft({ isOneOff }: ObservedContainer, isOrphan: boolean): string {
  if (isOneOff) return isOrphan ? 'a one-off container that has ended' : 'a one-off container'
  return isOrphan ? 'the files no longer have its service' : 'not part of this plan'
}

function changesOf({ service, changes }: ServiceDecision): ContainerChange[] {
  return changes.flatMap((change) => {
    const { name } = service.containers(change.number)
    const about = { kind: 'container', service: service.name } as const
    const leftovers = change.leftovers.filter((leftover) => leftover.name !== name)
    const own: ContainerChange = {
      ...about,
      // What stays has the name that it has; what is made takes the one that is due.
      name: isMade(change) ? name : change.container.name,
      ...('container' in change && { id: change.container.id }),
      change: verbOf(change),
      reasons: reasonsOf(change),
    }
    return [own, ...leftovers.map((leftover) => removed(leftover))]
  })
}

const isMade = (change: ReplicaChange): change is Extract<ReplicaChange, { kind: 'create' }> | Made =>
  change.kind === 'create' || change.kind === 'replace' || change.kind === 'finish'

type Made = Extract<ReplicaChange, { kind: 'replace' | 'finish' }>

const removed = (container: ObservedContainer): ContainerChange => ({
  ...aboutContainer(container),
  change: 'remove',
  reasons: ['an interrupted run left it'],
})

function verbOf(change: ReplicaChange): ObjectVerb {
  switch (change.kind) {
    case 'create':
      return change.leftovers.length > 0 ? 'recreate' : 'create'
    case 'replace':
    case 'finish':
      return 'recreate'
    default:
      return change.kind
  }
}

function reasonsOf(change: ReplicaChange): readonly string[] {
  if (change.kind === 'keep') return []
  return change.kind === 'replace' ? change.reasons : [change.reason]
}
