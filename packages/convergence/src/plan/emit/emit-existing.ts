import { preStopOf } from '../around-start.ts'
import { isActive } from '../networks.ts'
import { type ChangeOf, groupOf, type ReplicaEmission } from './emission.ts'
import { emitLeftover } from './emit-replace.ts'
import { addRemoval } from './removal.ts'
import { causeOf, emitRename, emitStart, emitWaits } from './steps.ts'

/** A container that stays as it is: only what others need to wait for. */
export function emitKeep(replica: ReplicaEmission<ChangeOf<'keep'>>): string[] {
  const { emission, service, change, ready } = replica
  for (const leftover of change.leftovers) emitLeftover(replica, leftover)
  const demand = emission.demands.get(service.name)
  const { health, state } = change.container
  const healthy = demand?.healthy === true && health !== 'healthy'
  const completed = demand?.completed === true && state !== 'exited'
  if (!healthy && !completed) return []
  return emitWaits(
    { ...replica, ready },
    { container: { id: change.container.id }, name: change.container.name, after: [], always: false },
  )
}

/** A container that exists and is up to date, but does not run. */
export function emitStartExisting(replica: ReplicaEmission<ChangeOf<'start'>>): string[] {
  const { emission, change, start } = replica
  for (const leftover of change.leftovers) emitLeftover(replica, leftover)
  const { container } = change
  const started = emitStart(replica, {
    container: { id: container.id },
    name: container.name,
    after: start.after,
  })
  const waits = emitWaits(replica, {
    container: { id: container.id },
    name: container.name,
    after: [started.last],
    always: emission.context.options.wait !== false,
  })
  pushClaim(replica, started.start, waits)
  return waits
}

/** What a container that exists needs for itself when it starts. */
function pushClaim({ emission, service, change }: ReplicaEmission, start: string, waits: readonly string[]) {
  const { name, body } = service.containers(change.number)
  const group = groupOf(service, change.number)
  emission.claims.push({ start, waits, group, service: service.name, name, body })
}

/** `depends_on.restart`: down while what it depends on is replaced, and up again after that. */
export function emitRestart(replica: ReplicaEmission<ChangeOf<'restart'>>): string[] {
  const { emission, service, change, start } = replica
  for (const leftover of change.leftovers) emitLeftover(replica, leftover)
  const { container, number, condition } = change
  const { options } = emission.context
  const about = { group: groupOf(service, number), service: service.name }
  const stop = emission.graph.add({
    ...about,
    kind: 'stop-container',
    id: `stop-container:${service.name}:${number}`,
    cause: causeOf(change),
    container: { id: container.id },
    name: container.name,
    ...(options.timeoutSeconds !== undefined && { graceSeconds: options.timeoutSeconds }),
    ...(condition && { onlyIfImageChanged: condition }),
  })
  emission.stops.set(container.id, stop)
  const refers = { container: { id: container.id }, name: container.name }
  emission.preStops.push({
    ...about,
    ...refers,
    key: `${service.name}:${number}`,
    hooks: service.hooks,
    stop,
    condition,
  })
  const started = emitStart(replica, { ...refers, after: [stop, ...start.after], condition, stop })
  emission.rollbacks.push({
    ...about,
    from: stop,
    until: started.last,
    actions: [
      {
        ...about,
        ...refers,
        kind: 'start-container',
        id: `rollback:start-container:${service.name}:${number}`,
        cause: 'what it depends on could not be replaced',
        after: [],
      },
    ],
  })
  return emitWaits(replica, { ...refers, after: [started.last], always: options.wait !== false })
}

/** The replacement of an interrupted run takes over: it runs, or runs first of all that could. */
export function emitFinish(replica: ReplicaEmission<ChangeOf<'finish'>>): string[] {
  const { emission, service, change, start } = replica
  const { container, number, leftovers } = change
  const { name } = service.containers(number)
  const refers = { container: { id: container.id }, name }
  const isIdle = emission.context.options.start === false
  const started =
    isIdle || isActive(container) ? undefined : emitStart(replica, { ...refers, after: start.after })
  const after = started === undefined ? [] : [started.last]
  const waits = isIdle ? [] : emitWaits(replica, { ...refers, after, always: true })
  if (started !== undefined) pushClaim(replica, started.start, waits)
  const removals = leftovers.map((leftover) => emitLeftover(replica, leftover))
  for (const removal of removals) emission.graph.link(removal, waits)
  emitRename(replica, { ...refers, name: container.name, after: [...waits, ...removals] })
  emitFinishRollback(replica, started?.start ?? waits[0], waits.at(-1))
  return waits
}

/** Only where an old container could come back. */
function emitFinishRollback(
  { emission, service, change }: ReplicaEmission<ChangeOf<'finish'>>,
  from: string | undefined,
  until: string | undefined,
): void {
  const old = change.leftovers.find(({ state }) => state === 'exited')
  if (old === undefined || from === undefined || until === undefined) return
  const about = { group: groupOf(service, change.number), service: service.name }
  const cause = 'its replacement did not come up'
  const discard = `rollback:remove-container:${service.name}:${change.number}`
  emission.rollbacks.push({
    ...about,
    from,
    until,
    actions: [
      {
        ...about,
        cause,
        kind: 'remove-container',
        id: discard,
        after: [],
        container: { id: change.container.id },
        name: change.container.name,
        volumes: true,
        force: true,
      },
      {
        ...about,
        cause,
        kind: 'start-container',
        id: `rollback:start-container:${service.name}:${change.number}`,
        after: [discard],
        container: { id: old.id },
        name: old.name,
      },
    ],
  })
}

/** A replica beyond the count. */
export function emitRemove({ emission, service, change }: ReplicaEmission<ChangeOf<'remove'>>): string[] {
  for (const container of [change.container, ...change.leftovers]) {
    const { stop, remove } = addRemoval(emission.graph, {
      container,
      group: groupOf(service, change.number),
      cause: change.reason,
      timeoutSeconds: emission.context.options.timeoutSeconds,
    })
    if (stop !== undefined) {
      emission.stops.set(container.id, stop)
      emission.preStops.push(
        preStopOf(container, { group: groupOf(service, change.number), stop, hooks: service.hooks }),
      )
    }
    emission.removals.set(container.id, remove)
  }
  return []
}
