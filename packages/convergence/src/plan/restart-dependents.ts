import type { DesiredService } from '../desired/desired-state.ts'
import type { Divergence } from './divergence.ts'
import { isActive } from './networks.ts'
import type { ReplicaChange } from './replicas.ts'
import { sharedWords } from './shared-containers.ts'

/** What is to happen to the replicas of a service. */
export interface ServiceDecision {
  readonly service: DesiredService
  readonly changes: readonly ReplicaChange[]
}

/** Restarts what runs and depends with `restart: true` on a service that is replaced (R32). */
export function restartDependents(decisions: readonly ServiceDecision[]): readonly ServiceDecision[] {
  const byName = new Map(decisions.map((decision) => [decision.service.name, decision]))
  return decisions.map((decision) => {
    const started = startedSharer(decision, byName)
    if (started !== undefined) return withRestarts(decision, started)
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

/** Namespaces end with their container, volumes do not (R44). */
function startedSharer(
  { service }: ServiceDecision,
  byName: ReadonlyMap<string, ServiceDecision>,
): string | undefined {
  const shares = (service.sharing?.shares ?? []).filter(({ what }) => what !== 'volumes')
  const started = shares.find((share) =>
    byName.get(share.service)?.changes.some(({ kind }) => kind === 'start'),
  )
  return started && `${started.service} is started, whose ${sharedWords[started.what]} it shares`
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
