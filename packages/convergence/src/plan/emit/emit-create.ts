import {
  bodyOf,
  type ChangeOf,
  groupOf,
  prerequisites,
  type ReplicaEmission,
  sharing,
  temporaryName,
} from './emission.ts'
import { addRemoval } from './removal.ts'
import { emitRename, emitStart, emitWaits } from './steps.ts'

/** A replica that does not exist: create, start, wait. */
export function emitCreate(replica: ReplicaEmission<ChangeOf<'create'>>): string[] {
  const { emission, service, change, start } = replica
  const { graph, context } = emission
  const { name } = service.containers(change.number)
  const group = groupOf(service, change.number)
  const about = { group, service: service.name, cause: change.reason }
  const body = bodyOf(service, change.number, { context, replaces: false })
  const dead = change.leftovers.map((container) =>
    addRemoval(graph, { ...about, container, cause: `${container.name} is ${container.state}` }),
  )
  const holder = context.observed.containers.find(
    (container) => container.name === name && !change.leftovers.includes(container),
  )
  const madeAs = holder === undefined ? name : temporaryName(name, [holder], context)
  const create = graph.add(
    {
      ...about,
      kind: 'create-container',
      id: `create-container:${service.name}:${change.number}`,
      name: madeAs,
      body,
      inherits: {},
      ...sharing(service, context),
      ...(service.platform !== undefined && { platform: service.platform }),
    },
    [...prerequisites(service, emission), ...dead.map(({ remove }) => remove)],
  )
  const made = { ref: create }
  if (context.options.start === false) {
    if (holder !== undefined) emitRename(replica, { container: made, name: madeAs, after: [create] })
    return []
  }
  const started = emitStart(replica, { container: made, name, after: [create, ...start.after] })
  const always = context.options.wait !== false || holder !== undefined
  const waits = emitWaits(replica, { container: made, name, after: [started.last], always })
  emission.claims.push({ start: started.start, waits, group, service: service.name, name, body, create })
  if (holder !== undefined) emitRename(replica, { container: made, name: madeAs, after: waits })
  return waits
}
