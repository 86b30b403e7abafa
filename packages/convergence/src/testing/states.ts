import { type LoadRequest, loadProject, type Project } from '@berth/compose'
import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type {
  ObservedContainer,
  ObservedImage,
  ObservedNetwork,
  ObservedState,
  ObservedVolume,
} from '../observed/observed-state.ts'

/** A project from the text of one compose file in `/project`, for tests. Throws on diagnostics of severity error. */
export function projectFrom(text: string, request: Partial<LoadRequest> = {}): Project {
  const file = '/project/compose.yaml'
  const { project, diagnostics } = loadProject({
    files: [file],
    sources: new Map([[file, text]]),
    workingDir: '/project',
    environment: {},
    envFiles: [],
    ...request,
  })
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return project
}

/** How an observed state differs from the desired one, in the fewest words. */
export interface StateLike {
  /** Each up to date and running unless said; nothing else of the project exists when there is none. */
  readonly containers: readonly (Partial<ObservedContainer> & { readonly service: string })[]
  /** By key: what differs, or `null` when it does not exist. */
  readonly networks?: Readonly<Record<string, Partial<ObservedNetwork> | null>>
  readonly volumes?: Readonly<Record<string, Partial<ObservedVolume> | null>>
  /** By reference. */
  readonly images?: Readonly<Record<string, Partial<ObservedImage> | null>>
  /** What stands around the project; nothing unless said. */
  readonly around?: Partial<
    Pick<
      ObservedState,
      'at' | 'digests' | 'api' | 'keepsPlatforms' | 'others' | 'listeners' | 'disk' | 'removableImages'
    >
  >
}

/** The state that `like` describes, for tests. */
export function stateLike(desired: DesiredState, like: StateLike): ObservedState {
  const isFresh = like.containers.length === 0
  const networks = desired.networks.flatMap(({ key, name, configHash, body, external }) => {
    const said = like.networks?.[key]
    if (said === null || (said === undefined && isFresh)) return []
    const owned = external ? {} : { project: desired.project, key, configHash }
    return [{ id: `id-of-${name}`, name, body, ...owned, ...said }]
  })
  const volumes = desired.volumes.flatMap(({ key, name, configHash, external }) => {
    const said = like.volumes?.[key]
    if (said === null || (said === undefined && isFresh)) return []
    return [{ name, ...(!external && { project: desired.project, key, configHash }), ...said }]
  })
  const images = imagesLike(desired, like)
  const containers = like.containers.map((container) => containerLike(container, { desired, images }))
  return {
    project: desired.project,
    at: 0,
    networks,
    volumes,
    images,
    containers,
    api: '1.51',
    others: [],
    listeners: [],
    ...like.around,
  }
}

function imagesLike(desired: DesiredState, like: StateLike): Record<string, ObservedImage> {
  const references = [
    ...new Set(desired.services.flatMap(({ image, imageMounts }) => [image, ...imageMounts])),
  ].sort()
  const found = references.flatMap((reference): [string, ObservedImage][] => {
    const said = like.images?.[reference]
    return said === null ? [] : [[reference, { id: `sha256:${reference}`, volumes: [], ...said }]]
  })
  return Object.fromEntries(found)
}

interface Surroundings {
  readonly desired: DesiredState
  readonly images: Readonly<Record<string, ObservedImage>>
}

function containerLike(said: StateLike['containers'][number], around: Surroundings): ObservedContainer {
  const { desired } = around
  const service = desired.services.find(({ name }) => name === said.service)
  const number = said.number ?? 1
  const name = service?.containers(number).name ?? `${desired.project}-${said.service}-${number}`
  return {
    id: `${said.service}${number}`.padEnd(64, '0'),
    name,
    number,
    isOneOff: false,
    state: 'running',
    image: service?.image ?? 'gone',
    imageId: 'sha256:gone',
    dependsOn: [],
    ports: [],
    volumes: [],
    networks: {},
    ...(service && upToDate(service, around)),
    ...(said.state === 'exited' && { exitCode: 0 }),
    ...said,
  }
}

function upToDate(service: DesiredService, { desired, images }: Surroundings): Partial<ObservedContainer> {
  const imageId = images[service.image]?.id
  const networks = desired.networks.filter(({ key }) => service.networks.includes(key))
  const volumes = desired.volumes.filter(({ key }) => service.volumes.includes(key))
  return {
    configHash: service.configHash,
    dependsOn: service.dependsOn.map(({ required: _required, ...dependency }) => dependency),
    networks: Object.fromEntries(networks.map(({ name }) => [name, `id-of-${name}`])),
    volumes: volumes.map(({ name, key }) => ({ name, destination: `/${key}` })),
    ...(imageId !== undefined && { imageId, imageLabel: imageId }),
    ...(service.hasHealthcheck && { health: 'healthy' }),
  }
}
