import type { Action } from '../action.ts'
import type { Rollback } from '../plan.ts'
import { bodyOf, type ChangeOf, groupOf, prerequisites, type ReplicaEmission, sharing } from './emission.ts'
import { emitStart } from './steps.ts'

/**
 * A container for one command (R90): it is made when what its service depends on is ready, started, and not waited for. One
 * that does not start goes again.
 */
export function emitOneOff(replica: ReplicaEmission<ChangeOf<'create'>>): string[] {
  const { emission, service, change, start } = replica
  const { graph, context } = emission
  const { name } = service.containers(change.number)
  const about = { group: groupOf(service, change.number), service: service.name, cause: change.reason }
  const body = bodyOf(service, change.number, { context, replaces: false })
  const create = graph.add(
    {
      ...about,
      kind: 'create-container',
      id: `create-container:${service.name}:${change.number}`,
      name,
      body,
      inherits: {},
      ...sharing(service, context),
      ...(service.platform !== undefined && { platform: service.platform }),
    },
    [...prerequisites(service, emission), ...start.after],
  )
  graph.linkEnd(create, start.afterEnd)
  emission.renames.push({ id: create, name, service: service.name })
  const started = emitStart(replica, { container: { ref: create }, name, after: [create] })
  emission.claims.push({
    start: started.start,
    waits: [],
    group: about.group,
    service: service.name,
    name,
    body,
  })
  emission.rollbacks.push(
    discard({ create, until: started.start, name, group: about.group, service: service.name }),
  )
  return []
}

type Discarded = Pick<Rollback, 'group' | 'service' | 'until'> & {
  readonly create: string
  readonly name: string
}

function discard({ create, until, name, ...about }: Discarded): Rollback {
  const action: Action = {
    ...about,
    kind: 'remove-container',
    id: `rollback:remove-container:${name}`,
    cause: 'it was not started',
    after: [],
    container: { ref: create },
    name,
    volumes: true,
    force: true,
  }
  return { ...about, from: create, until, actions: [action] }
}
