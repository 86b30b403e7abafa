import { type EngineReader, label, type Waiting } from '@berth/docker-engine'
import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import { type HostPorts, hostPortsOf } from '../desired/host-ports.ts'
import type { HostReader } from './host/host-reader.ts'
import { mapLimited } from './limited.ts'
import type { ObservedContainer, ObservedNetwork, ObservedState } from './observed-state.ts'
import { orAbsent } from './or-absent.ts'
import { parseContainer, parseDetails } from './parse-container.ts'
import { parseNetwork, parseVolume } from './parse-resources.ts'
import { describeImages, type InspectImage, imageInspector } from './read-images.ts'
import { readRemovableImages } from './read-removable-images.ts'
import { readSurroundings } from './read-surroundings.ts'

/** What to look at. A project alone is enough for `down`. */
export interface ObserveTarget {
  readonly project: string
  /** References of images. */
  readonly images?: readonly string[]
  /** Names of networks and volumes to find even when they are not the project's. */
  readonly networks?: readonly string[]
  readonly volumes?: readonly string[]
  /** Containers whose hash or image differs are inspected, so that a plan can say in what. */
  readonly services?: Readonly<Record<string, ServiceTarget>>
  /** Images of which it matters when they were last given their name. */
  readonly refreshed?: readonly string[]
  /** References that registries are asked about. */
  readonly pinned?: readonly string[]
  /** Images may be fetched although they are there. */
  readonly mayFetch?: boolean
  /** Containers are replaced although they are up to date. */
  readonly replacesAll?: boolean
  /** It matters what the image store can keep. */
  readonly asksStore?: boolean
  /** Images are to be removed, see {@link ObservedState.removableImages}. */
  readonly removesImages?: boolean
  /** Nothing is started or fetched, so that it does not matter who else has a port or a name. */
  readonly startsNothing?: boolean
}

/** What a service wants for itself. */
export interface ServiceTarget {
  readonly configHash: string
  readonly image: string
  readonly replicas: number
  /** Of its first container; the others have it with their own number, where it ends in one. */
  readonly name: string
  readonly ports: readonly HostPorts[]
}

/** `local`: what was built for the project. `all`: every image that it names. */
export type RemovedImages = 'local' | 'all'

/** What is going to be asked of the plan, as far as it decides what has to be known. */
export interface Intent {
  readonly build?: boolean
  readonly forceRecreate?: boolean
  /** Registries are asked what the references mean now, see {@link PlanUpOptions.pinDigests}. */
  readonly pinDigests?: boolean
  /** As `down` does. */
  readonly startsNothing?: boolean
  /** As `down` does when it is asked to, see {@link PlanDownOptions.removeImages}. */
  readonly removeImages?: RemovedImages | undefined
}

export interface ObserveOptions extends Waiting {
  /** The machine that the Engine runs on, where that is this one; see {@link hostOf}. */
  readonly host?: HostReader | undefined
  /** Epoch milliseconds; the time of this machine unless said. */
  readonly now?: () => number
}

/** Everything that planning `desired` needs to know. */
export function observeTarget(
  desired: DesiredState,
  {
    build = false,
    forceRecreate = false,
    pinDigests = false,
    startsNothing = false,
    removeImages,
  }: Intent = {},
): ObserveTarget {
  return {
    project: desired.project,
    images: [
      ...new Set(desired.services.flatMap(({ image, imageMounts }) => [image, ...imageMounts])),
    ].sort(),
    networks: desired.networks.map(({ name }) => name),
    volumes: desired.volumes.map(({ name }) => name),
    services: Object.fromEntries(desired.services.map((service) => [service.name, serviceTarget(service)])),
    refreshed: desired.services.flatMap(({ pull, image }) => (pull === 'refresh' ? [image] : [])),
    ...(pinDigests && { pinned: [...new Set(desired.services.flatMap(pinnable))].sort() }),
    mayFetch:
      build ||
      pinDigests ||
      desired.services.some(({ pull }) => pull === 'always' || pull === 'build' || pull === 'refresh'),
    replacesAll: forceRecreate,
    asksStore: desired.services.some(({ buildPlatforms, attestations }) => buildPlatforms ?? attestations),
    startsNothing,
    removesImages: removeImages !== undefined,
  }
}

/** What is named and pulled; what is built here has no digest yet. */
const pinnable = ({ image, build, namesImage, pull }: DesiredService): string[] =>
  namesImage && build === undefined && pull !== 'never' ? [image] : []

function serviceTarget({ configHash, image, replicas, containers }: DesiredService): ServiceTarget {
  const { name, body } = containers(1)
  return { configHash, image, replicas, name, ports: hostPortsOf(body) }
}

/** Calls in flight: the Engine answers reads from memory, more gains nothing. */
const readsInFlight = 8

/**
 * Reads what the Engine holds of a project: one list of each kind, all at once, whatever the number of
 * services. Only containers that differ are inspected, and only images that hand volumes on. Rejects with an
 * `EngineError`, or with the reason of the abort.
 */
export async function observe(
  engine: EngineReader,
  target: ObserveTarget,
  { signal, host, now = Date.now }: ObserveOptions = {},
): Promise<ObservedState> {
  const waiting = signal === undefined ? {} : { signal }
  const { images: wanted = [] } = target
  const [listed, networks, volumes, found, api] = await Promise.all([
    engine.listContainers({ labels: [`${label.project}=${target.project}`] }, waiting),
    readNetworks(engine, waiting),
    readVolumes(engine, target, waiting),
    engine.findImages(wanted, waiting),
    engine.apiVersion(waiting),
  ])
  const inspect = imageInspector(engine, waiting)
  const containers = listed.map(parseContainer).sort(byServiceAndNumber)
  const known = { containers, networks, hasImages: found.size === wanted.length }
  const [detailed, images, surroundings, digests, keepsPlatforms, removableImages] = await Promise.all([
    mapLimited(containers, readsInFlight, async (container) =>
      differs(container, target, found) ? withDetails(container, { engine, inspect, waiting }) : container,
    ),
    describeImages(found, {
      containers,
      imageOf: (service) => target.services?.[service]?.image,
      inspect,
      refreshed: target.refreshed ?? [],
    }),
    readSurroundings(engine, target, { known, host, waiting }),
    readDigests(engine, target, waiting),
    target.asksStore ? engine.keepsPlatforms(waiting) : undefined,
    target.removesImages ? readRemovableImages(engine, { target, found, containers, waiting }) : undefined,
  ])
  return {
    project: target.project,
    at: now(),
    api,
    containers: detailed,
    networks: networksOf(target, networks),
    volumes,
    images,
    ...(digests && { digests }),
    ...(keepsPlatforms !== undefined && { keepsPlatforms }),
    ...(removableImages && { removableImages }),
    ...surroundings,
  }
}

/** Rejects when a registry does not answer: what it has now is what was asked for. */
async function readDigests(engine: EngineReader, { pinned }: ObserveTarget, waiting: Waiting) {
  if (pinned === undefined) return undefined
  const digests = await mapLimited(pinned, readsInFlight, (image) => engine.resolveDigest(image, waiting))
  return Object.fromEntries(pinned.map((image, index) => [image, digests[index] ?? '']))
}

/** One list of all networks: external ones are found by name or id, which the label filter would hide. */
async function readNetworks(engine: EngineReader, waiting: Waiting): Promise<ObservedNetwork[]> {
  return (await engine.listNetworks({}, waiting)).map(parseNetwork)
}

function networksOf(target: ObserveTarget, networks: readonly ObservedNetwork[]): ObservedNetwork[] {
  const named = new Set(target.networks)
  return networks
    .filter(({ name, id, project }) => project === target.project || named.has(name) || named.has(id))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * A host may hold thousands of volumes: the project's are listed, and only missing names are asked for; nothing
 * when it is known that none is wanted.
 */
async function readVolumes(engine: EngineReader, target: ObserveTarget, waiting: Waiting) {
  if (target.volumes?.length === 0) return []
  const own = await engine.listVolumes({ labels: [`${label.project}=${target.project}`] }, waiting)
  const known = new Set(own.map(({ Name }) => Name))
  const missing = (target.volumes ?? []).filter((name) => !known.has(name))
  const others = await mapLimited(missing, readsInFlight, (name) =>
    orAbsent(engine.inspectVolume(name, waiting)),
  )
  return [...own, ...others.filter((volume) => volume !== undefined)]
    .map(parseVolume)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function differs(
  container: ObservedContainer,
  { services = {} }: ObserveTarget,
  images: ReadonlyMap<string, { readonly Id: string }>,
): boolean {
  const wanted = services[container.service]
  if (wanted === undefined || container.isOneOff) return false
  const image = images.get(wanted.image)
  return container.configHash !== wanted.configHash || (image !== undefined && image.Id !== container.imageId)
}

/** A container that vanished in between stays without details; the plan notices when it acts on it. */
async function withDetails(
  container: ObservedContainer,
  about: {
    readonly engine: EngineReader
    readonly inspect: InspectImage
    readonly waiting: Waiting
  },
): Promise<ObservedContainer> {
  const [details, image] = await Promise.all([
    orAbsent(about.engine.inspectContainer(container.id, about.waiting)),
    about.inspect(container.imageId),
  ])
  return details === undefined ? container : { ...container, details: parseDetails(details, image) }
}

function byServiceAndNumber(a: ObservedContainer, b: ObservedContainer): number {
  if (a.service !== b.service) return a.service < b.service ? -1 : 1
  if (a.number !== b.number) return a.number - b.number
  return a.name < b.name ? -1 : 1
}
