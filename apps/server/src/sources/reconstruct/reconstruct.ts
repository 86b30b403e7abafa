import {
  type ContainerInspect,
  type ImageInspect,
  label,
  type NetworkInspect,
  type VolumeInspect,
} from '@berth/docker-engine'
import { filled, type Guess, type Section, type Value } from './draft.ts'
import { hostOf } from './host.ts'
import { mountsOf, nameVolumes, ownLabels } from './mounts.ts'
import { attachmentsOf, nameNetworks } from './networks.ts'
import { portsOf } from './ports.ts'
import { processOf } from './process.ts'
import { writeCompose } from './write-compose.ts'

/** What the Engine shows of a project. */
export interface Remains {
  readonly project: string
  readonly containers: readonly ContainerInspect[]
  /** By id. Of one that is missing, nothing can be left out. */
  readonly images: ReadonlyMap<string, ImageInspect>
  readonly networks: readonly NetworkInspect[]
  readonly volumes: readonly VolumeInspect[]
  /** Epoch milliseconds. */
  readonly now: number
}

/**
 * The text of a compose file that describes containers whose own file is gone. What is guessed has a comment.
 * Pure: the same remains give the same text. Undefined when no service has a container.
 */
export function reconstruct({
  project,
  containers,
  images,
  networks,
  volumes,
  now,
}: Remains): string | undefined {
  const kept = containers.filter(
    ({ Config: { Labels } }) => Labels[label.oneOff] !== 'True' && Labels[label.service] !== undefined,
  )
  if (kept.length === 0) return undefined
  const replicas = kept.toSorted((a, b) => numberOf(a) - numberOf(b))
  const services = Map.groupBy(replicas, ({ Config }) => Config.Labels[label.service] ?? '')
  const networkNames = nameNetworks(project, kept, networks)
  const volumeNames = nameVolumes(project, kept, volumes)
  const serviceOf = (id: string) => kept.find(({ Id }) => Id === id)?.Config.Labels[label.service]
  const guesses: Guess[] = []

  const describe = (name: string, [first, ...others]: readonly ContainerInspect[]): Section => {
    if (first === undefined) return {}
    const image = images.get(first.Image)
    const ofImage = image?.Config ?? {}
    const { depends, lost } = dependenciesOf(first, new Set(services.keys()))
    const found = { isImageGone: image === undefined, replicas: others.length + 1, depends, lost }
    for (const [key, why] of doubts(first.Config.Image.startsWith(`${project}-${name}`), found)) {
      guesses.push({ path: ['services', name, key], why })
    }
    return {
      image: first.Config.Image,
      container_name: isDefaultName(project, name, first) ? undefined : first.Name.replace(/^\//, ''),
      scale: others.length > 0 ? others.length + 1 : undefined,
      ...processOf(first, ofImage),
      depends_on: depends,
      ...portsOf(first, ofImage.ExposedPorts),
      ...mountsOf(first, volumeNames, ofImage.Volumes),
      ...attachmentsOf(first, name, { names: networkNames, serviceOf }),
      ...hostOf(first, serviceOf),
      labels: ownLabels(first.Config.Labels, ofImage.Labels ?? {}),
    }
  }

  const names = [...services.keys()].sort()
  const model = {
    name: project,
    services: Object.fromEntries(names.map((name) => [name, describe(name, services.get(name) ?? [])])),
    networks: filled(networkNames.section),
    volumes: filled(volumeNames.section),
  }
  return writeCompose(model, header(now), [...guesses, ...networkNames.guesses, ...volumeNames.guesses])
}

/** What is not sure of a service, by the key that it is about. */
function doubts(
  isBuilt: boolean,
  found: {
    readonly isImageGone: boolean
    readonly replicas: number
    readonly depends: Section | undefined
    readonly lost: readonly string[]
  },
): [string, string][] {
  const { isImageGone, replicas, depends, lost } = found
  const doubt = (isDoubtful: boolean, key: string, why: string): [string, string][] =>
    isDoubtful ? [[key, why]] : []
  return [
    ...doubt(isImageGone, 'image', 'it is gone, so what it says itself is written below too.'),
    ...doubt(isBuilt, 'image', 'it seems to have been built here; from what cannot be known.'),
    ...doubt(replicas > 1, 'scale', 'so many containers there were.'),
    ...doubt(
      lost.length > 0,
      depends === undefined ? 'image' : 'depends_on',
      `dependencies without a container are left out: ${lost.join(', ')}.`,
    ),
  ]
}

const header = (now: number) => [
  `Reconstructed by Berth from the containers, ${new Date(now).toISOString()}: their own compose file was gone.`,
  'What the containers do not tell is missing: how images are built, which variables the file used, profiles,',
  'hooks, and whether a mounted file was a config or a secret. Dependencies are those that Compose noted.',
  'Passwords that were in the environment are written here: move them into secret variables.',
]

const numberOf = ({ Config: { Labels } }: ContainerInspect) => Number(Labels[label.containerNumber] ?? 1)

function isDefaultName(project: string, service: string, container: ContainerInspect): boolean {
  const number = numberOf(container)
  // The old one is that of Compose 1.
  return ['-', '_'].some((between) => container.Name === `/${[project, service, number].join(between)}`)
}

/** From the label, whose entries are `service:condition:restart`. */
function dependenciesOf({ Config: { Labels } }: ContainerInspect, services: ReadonlySet<string>) {
  const entries = (Labels[label.dependsOn] ?? '').split(',').filter((entry) => entry !== '')
  const parsed = entries
    .map((entry) => entry.split(':'))
    .map(([name = '', condition, restart]) => ({ name, condition, restart }))
  const depends = parsed
    .filter(({ name }) => services.has(name))
    .map(({ name, condition, restart }): [string, Value] => [
      name,
      { condition: condition ?? 'service_started', restart: restart === 'true' ? true : undefined },
    ])
  return {
    depends: filled(Object.fromEntries(depends)),
    lost: parsed.map(({ name }) => name).filter((name) => !services.has(name)),
  }
}
