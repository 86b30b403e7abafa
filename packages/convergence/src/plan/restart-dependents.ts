import type { DesiredService } from '../desired/desired-state.ts'
import type { Divergence } from './divergence.ts'
import { isActive } from './networks.ts'
import type { ReplicaChange } from './replicas.ts'

/** What is to happen to the replicas of a service. */
export interface ServiceDecision {
  readonly service: DesiredService
  readonly changes: readonly ReplicaChange[]
}

/** Restarts what runs and depends with `restart: true` on a service that is replaced (R32). */
export function restartDependents(decisions: readonly ServiceDecision[]): readonly ServiceDecision[] {
  const byName = new Map(decisions.map((decision) => [decision.service.name, decision]))
  return decisions.map((decision) => {
    const host = byName.get(decision.service.sharesNetworkOf?.service ?? '')
    if (host?.changes.some(({ kind }) => kind === 'start'))
      return withRestarts(decision, `${host.service.name} is started, whose network it shares`)
    const cause = decision.service.dependsOn
      .filter(({ restart }) => restart)
      .map(({ service }) => ({ service, replaced: replacementsOf(byName.get(service)) }))
      .find(({ replaced }) => replaced.length > 0)
    if (cause === undefined) return decision
    const condition = cause.replaced.every((change) => change.condition !== undefined)
      ? cause.replaced[0]?.condition
      : undefined
    return withRestarts(decision, `${cause.service} is replaced`, condition)
  })
}

function withRestarts(
  decision: ServiceDecision,
  reason: string,
  condition?: Divergence['condition'],
): ServiceDecision {
  const changes = decision.changes.map((change): ReplicaChange => {
    if (change.kind !== 'keep' || !isActive(change.container)) return change
    return { ...change, kind: 'restart', reason, ...(condition !== undefined && { condition }) }
  })
  return { ...decision, changes }
}

/** The replacements among the changes of a service. */
export function replacementsOf(decision: ServiceDecision | undefined) {
  return (decision?.changes ?? []).filter((change) => change.kind === 'replace')
}
