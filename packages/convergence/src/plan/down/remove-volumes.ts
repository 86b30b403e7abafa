import type { ObservedContainer, ObservedState } from '../../observed/observed-state.ts'
import { type DownContext, downServices, isPartial } from './down-context.ts'

/** Removes the named volumes of a project, when that was asked for and no container has them; tells of the others. */
export function removeVolumes(observed: ObservedState, context: DownContext): string[] {
  const { graph, removed, kept, options } = context
  if (!options.volumes) return []
  const { desired } = options
  const named =
    desired && new Set(desired.volumes.filter(({ external }) => !external).map(({ name }) => name))
  const concerned = isPartial(options) ? volumesOfServices(context) : undefined
  const notices: string[] = []
  for (const { name, key, project } of observed.volumes) {
    if (project !== observed.project || (named !== undefined && !named.has(name))) continue
    if (concerned?.has(name) === false) continue
    const holder = kept.find((container) => mounts(container, name))
    if (holder !== undefined) {
      notices.push(`Volume ${name} stays: ${holder.name} uses it.`)
      continue
    }
    graph.add(
      {
        kind: 'remove-volume',
        id: `remove-volume:${key ?? name}`,
        group: `volume ${name}`,
        cause: 'volumes are to be removed',
        volume: name,
        destroys: `volume ${name}`,
      },
      removed.filter(({ container }) => mounts(container, name)).map(({ remove }) => remove),
    )
  }
  return notices
}

const mounts = ({ volumes }: ObservedContainer, name: string) =>
  volumes.some((volume) => volume.name === name)

/** Those that the chosen services mount, or should. */
function volumesOfServices({ removed, options }: DownContext): Set<string> {
  const keys = downServices(options).flatMap(({ volumes }) => volumes)
  return new Set([
    ...removed.flatMap(({ container }) => container.volumes.map(({ name }) => name)),
    ...(options.desired?.volumes ?? []).filter(({ key }) => keys.includes(key)).map(({ name }) => name),
  ])
}
