import type { EndpointSettings } from '@berth/docker-engine'
import type { ObservedContainer } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import type { NetworkPlan } from '../networks.ts'
import type { Rollback } from '../plan.ts'
import { type ChangeOf, groupOf, type ReplicaEmission } from './emission.ts'

const cause = 'its replacement did not come up'

/** What brings the old container back when its replacement fails (R25). */
export function emitReplaceRollbacks(
  { emission, service, change }: ReplicaEmission<ChangeOf<'replace'>>,
  ids: {
    readonly create: string
    readonly stop: string | undefined
    readonly started: string
    readonly waits: readonly string[]
  },
): void {
  const { container: old, number } = change
  const about = { group: groupOf(service, number), service: service.name, cause, after: [] }
  const until = ids.waits.at(-1) ?? ids.started
  const discard: Action = {
    ...about,
    kind: 'remove-container',
    id: `rollback:remove-container:${service.name}:${number}`,
    container: { ref: ids.create },
    name: service.containers(number).name,
    volumes: true,
    force: true,
  }
  const restore: Action = {
    ...about,
    kind: 'start-container',
    id: `rollback:start-container:${service.name}:${number}`,
    container: { id: old.id },
    name: old.name,
    after: [discard.id],
  }
  const row = { group: about.group, service: service.name, until }
  emission.rollbacks.push({ ...row, from: ids.create, actions: [discard] })
  if (ids.stop === undefined) return
  for (const network of replacedNetworks(emission.context.networks, old.networks)) {
    emission.rollbacks.push({
      ...row,
      from: network.remove,
      actions: [reconnect(old, network.name, { ...about, number })],
    })
  }
  emission.rollbacks.push({ ...row, from: ids.stop, actions: [{ ...restore, after: [] }] })
}

interface ReplacedNetwork {
  readonly name: string
  readonly remove: string
}

function replacedNetworks(
  networks: ReadonlyMap<string, NetworkPlan>,
  attached: Readonly<Record<string, string>>,
): ReplacedNetwork[] {
  return [...networks.values()].flatMap(({ name, remove }) =>
    remove !== undefined && name in attached ? [{ name, remove }] : [],
  )
}

function reconnect(
  old: ObservedContainer,
  network: string,
  about: { group: string; service: string; number: number },
): Action {
  const endpoint: EndpointSettings = {
    Aliases: old.details?.aliases[network] ?? [old.name, about.service],
  }
  return {
    kind: 'connect-network',
    id: `rollback:connect-network:${about.service}:${about.number}:${network}`,
    group: about.group,
    service: about.service,
    cause,
    after: [],
    network,
    container: { id: old.id },
    name: old.name,
    endpoint,
  }
}

/** Brings networks back that were removed and could not be made anew; before any container is. */
export function networkRollbacks(networks: ReadonlyMap<string, NetworkPlan>): Rollback[] {
  return [...networks].flatMap(([key, { name, remove, create, old }]) => {
    if (remove === undefined || create === undefined || old === undefined) return []
    const group = `network ${name}`
    return [
      {
        group,
        service: '',
        from: remove,
        until: create,
        actions: [
          {
            kind: 'create-network',
            id: `rollback:create-network:${key}`,
            group,
            cause: 'its replacement could not be made',
            after: [],
            body: old.body,
          },
        ],
      },
    ]
  })
}

/** Starts a container again whose port or name went to a new one that did not come up. */
export function comeBack(
  container: ObservedContainer,
  claim: {
    readonly group: string
    readonly service: string
    readonly create: string
    readonly stop: string
    readonly until: string
    readonly name: string
  },
): Rollback {
  const { group, service, create, stop, until, name } = claim
  const key = `${container.service}:${container.number}`
  const discard = `rollback:remove-container:${create}:${key}`
  const about = { group, service, cause: 'what takes its place did not come up' }
  return {
    group,
    service: container.service,
    from: stop,
    until,
    actions: [
      {
        ...about,
        kind: 'remove-container',
        id: discard,
        after: [],
        container: { ref: create },
        name,
        volumes: true,
        force: true,
      },
      {
        ...about,
        kind: 'start-container',
        id: `rollback:start-container:${create}:${key}`,
        after: [discard],
        container: { id: container.id },
        name: container.name,
      },
    ],
  }
}
