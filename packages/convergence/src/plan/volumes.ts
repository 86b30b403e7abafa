import type { DesiredService, DesiredVolume } from '../desired/desired-state.ts'
import type { ObservedState, ObservedVolume } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import type { PlanProblem } from './plan.ts'

export interface VolumePlans {
  /** Key of a volume to the action that creates it; volumes that exist are not in it. */
  readonly creates: ReadonlyMap<string, string>
  readonly problems: readonly PlanProblem[]
  readonly notices: readonly string[]
}

/** Plans the volumes that services mount (R9-R11). A volume that exists is never replaced or removed. */
export function planVolumes(
  wanted: readonly DesiredVolume[],
  { observed, graph }: { readonly observed: ObservedState; readonly graph: Graph },
): VolumePlans {
  const creates = new Map<string, string>()
  const problems: PlanProblem[] = []
  const notices: string[] = []
  for (const volume of wanted) {
    const existing = observed.volumes.find(({ name }) => name === volume.name)
    if (existing !== undefined) notices.push(...noticesOf(volume, existing, observed))
    else if (volume.external) problems.push(missing(volume))
    else creates.set(volume.key, createVolume(volume, graph))
  }
  return { creates, problems, notices }
}

/** The volumes that `services` mount, sorted by key. */
export function volumesOf(
  services: readonly DesiredService[],
  volumes: readonly DesiredVolume[],
): DesiredVolume[] {
  const used = new Set(services.flatMap((service) => service.volumes))
  return volumes.filter(({ key }) => used.has(key))
}

const createVolume = ({ key, name, body }: DesiredVolume, graph: Graph): string =>
  graph.add({
    kind: 'create-volume',
    id: `create-volume:${key}`,
    group: `volume ${name}`,
    cause: 'it does not exist',
    body,
  })

const missing = ({ name }: DesiredVolume): PlanProblem => ({
  code: 'PLAN_VOLUME_MISSING',
  message: `Volume ${name} is declared as external, but does not exist.`,
  fix: `Create it with: docker volume create ${name}`,
})

function noticesOf(volume: DesiredVolume, existing: ObservedVolume, observed: ObservedState): string[] {
  if (volume.external) return []
  if (existing.project !== observed.project) {
    const owner =
      existing.project === undefined ? 'was not made by Compose' : `belongs to project ${existing.project}`
    return [`Volume ${volume.name} ${owner}; it is used as it is. Declare it with external: true to say so.`]
  }
  if (existing.configHash === undefined || existing.configHash === volume.configHash) return []
  return [
    `The configuration of volume ${volume.name} changed. It keeps its data and its old configuration; to apply the new one, remove the volume yourself.`,
  ]
}
