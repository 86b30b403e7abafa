import type { DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer } from '../observed/observed-state.ts'
import type { PlanUpOptions } from './options.ts'
import type { ServiceChange } from './plan.ts'
import type { ReplicaChange } from './replicas.ts'
import type { ServiceDecision } from './restart-dependents.ts'

/** One row per service of the project and per orphaned service, sorted by name. */
export function serviceChanges(
  decisions: readonly ServiceDecision[],
  about: {
    readonly desired: DesiredState
    readonly orphans: readonly ObservedContainer[]
    readonly options: PlanUpOptions
  },
): ServiceChange[] {
  const decided = new Map(
    decisions.map(({ service, changes }) => [service.name, changeOf(service.name, changes)]),
  )
  const untouched = about.desired.services
    .filter(({ name }) => !decided.has(name))
    .map(({ name }): ServiceChange => ({ service: name, change: 'none', reasons: ['not part of this plan'] }))
  const orphaned = [
    ...new Set(about.orphans.filter(({ isOneOff }) => !isOneOff).map(({ service }) => service)),
  ]
  const orphanRows = orphaned.map(
    (service): ServiceChange => ({
      service,
      change: about.options.removeOrphans ? 'remove' : 'none',
      reasons: ['the files no longer have it'],
    }),
  )
  return [...decided.values(), ...untouched, ...orphanRows].sort((a, b) => (a.service < b.service ? -1 : 1))
}

function changeOf(service: string, changes: readonly ReplicaChange[]): ServiceChange {
  const kinds = new Set(changes.map(({ kind }) => kind))
  const reasons = [...new Set(changes.flatMap(reasonsOf))]
  return { service, change: headline(kinds), reasons }
}

function headline(kinds: ReadonlySet<ReplicaChange['kind']>): ServiceChange['change'] {
  if (kinds.has('replace') || kinds.has('finish')) return 'recreate'
  const isNew = kinds.size === 1 && kinds.has('create')
  if (isNew) return 'create'
  if (kinds.has('create') || kinds.has('remove')) return 'scale'
  return kinds.has('start') || kinds.has('restart') ? 'start' : 'none'
}

function reasonsOf(change: ReplicaChange): readonly string[] {
  switch (change.kind) {
    case 'keep':
      return change.leftovers.length > 0 ? [`${change.leftovers.length} left over by an interrupted run`] : []
    case 'replace':
      return change.reasons
    default:
      return [change.reason]
  }
}
