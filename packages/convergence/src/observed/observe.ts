import {
  type EngineErrorCode,
  type EngineReader,
  type ImageInspect,
  isEngineError,
  label,
  type Waiting,
} from '@berth/docker-engine'
import type { DesiredState } from '../desired/desired-state.ts'
import { mapLimited } from './limited.ts'
import type { ObservedContainer, ObservedState } from './observed-state.ts'
import { parseContainer, parseDetails } from './parse-container.ts'
import { parseImage, parseNetwork, parseVolume } from './parse-resources.ts'

/** What to look at. A project alone is enough for `down`. */
export interface ObserveTarget {
  readonly project: string
  /** References of images. */
  readonly images?: readonly string[]
  /** Names of networks and volumes to find even when they are not the project's. */
  readonly networks?: readonly string[]
  readonly volumes?: readonly string[]
  /** Containers whose hash or image differs are inspected, so that a plan can say in what. */
  readonly services?: Readonly<Record<string, { readonly configHash: string; readonly image: string }>>
}

/** Everything that planning `desired` needs to know. */
export function observeTarget(desired: DesiredState): ObserveTarget {
  return {
    project: desired.project,
    images: [...new Set(desired.services.map(({ image }) => image))].sort(),
    networks: desired.networks.map(({ name }) => name),
    volumes: desired.volumes.map(({ name }) => name),
    services: Object.fromEntries(
      desired.services.map(({ name, configHash, image }) => [name, { configHash, image }]),
    ),
  }
}

/** Calls in flight: the Engine answers reads from memory, more gains nothing. */
const readsInFlight = 8

/**
 * Reads what the Engine holds of a project: three lists and one inspect per image, all at once; then
 * one inspect per container that differs. Rejects with an `EngineError`, or with the reason of the abort.
 */
export async function observe(
  engine: EngineReader,
  target: ObserveTarget,
  { signal }: Waiting = {},
): Promise<ObservedState> {
  const waiting = signal === undefined ? {} : { signal }
  const [containers, networks, volumes, images] = await Promise.all([
    engine.listContainers({ labels: [`${label.project}=${target.project}`] }, waiting),
    readNetworks(engine, target, waiting),
    readVolumes(engine, target, waiting),
    readImages(engine, target, waiting),
  ])
  const parsed = containers.map(parseContainer).sort(byServiceAndNumber)
  return {
    project: target.project,
    containers: await mapLimited(parsed, readsInFlight, (container) =>
      differs(container, target, images)
        ? withDetails(engine, container, waiting)
        : Promise.resolve(container),
    ),
    networks,
    volumes,
    images: Object.fromEntries([...images].map(([reference, image]) => [reference, parseImage(image)])),
  }
}

/** One list of all networks: external ones are found by name or id, which the label filter would hide. */
async function readNetworks(engine: EngineReader, target: ObserveTarget, waiting: Waiting) {
  const named = new Set(target.networks)
  const networks = (await engine.listNetworks({}, waiting)).map(parseNetwork)
  return networks
    .filter(({ name, id, project }) => project === target.project || named.has(name) || named.has(id))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** A host may hold thousands of volumes: the project's are listed, and only missing names are asked for. */
async function readVolumes(engine: EngineReader, target: ObserveTarget, waiting: Waiting) {
  const own = await engine.listVolumes({ labels: [`${label.project}=${target.project}`] }, waiting)
  const known = new Set(own.map(({ Name }) => Name))
  const missing = (target.volumes ?? []).filter((name) => !known.has(name))
  const others = await mapLimited(missing, readsInFlight, (name) =>
    orAbsent(engine.inspectVolume(name, waiting), ['ENGINE_NOT_FOUND']),
  )
  return [...own, ...others.filter((volume) => volume !== undefined)]
    .map(parseVolume)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function readImages(
  engine: EngineReader,
  { images = [] }: ObserveTarget,
  waiting: Waiting,
): Promise<Map<string, ImageInspect>> {
  const found = await mapLimited(images, readsInFlight, (reference) => readImage(engine, reference, waiting))
  return new Map(images.flatMap((reference, index) => pairOf(reference, found[index])))
}

const pairOf = <T>(key: string, value: T | undefined): [string, T][] =>
  value === undefined ? [] : [[key, value]]

const readImage = (engine: EngineReader, reference: string, waiting: Waiting) =>
  orAbsent(engine.inspectImage(reference, waiting), ['ENGINE_NOT_FOUND', 'ENGINE_IMAGE_NOT_FOUND'])

function differs(
  container: ObservedContainer,
  { services = {} }: ObserveTarget,
  images: ReadonlyMap<string, ImageInspect>,
): boolean {
  const wanted = services[container.service]
  if (wanted === undefined || container.isOneOff) return false
  const image = images.get(wanted.image)
  return container.configHash !== wanted.configHash || (image !== undefined && image.Id !== container.imageId)
}

/** A container that vanished in between stays without details; the plan notices when it acts on it. */
async function withDetails(
  engine: EngineReader,
  container: ObservedContainer,
  waiting: Waiting,
): Promise<ObservedContainer> {
  const [inspect, image] = await Promise.all([
    orAbsent(engine.inspectContainer(container.id, waiting), ['ENGINE_NOT_FOUND']),
    readImage(engine, container.imageId, waiting),
  ])
  return inspect === undefined ? container : { ...container, details: parseDetails(inspect, image) }
}

async function orAbsent<T>(answer: Promise<T>, codes: readonly EngineErrorCode[]): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (codes.some((code) => isEngineError(error, code))) return undefined
    throw error
  }
}

function byServiceAndNumber(a: ObservedContainer, b: ObservedContainer): number {
  if (a.service !== b.service) return a.service < b.service ? -1 : 1
  if (a.number !== b.number) return a.number - b.number
  return a.name < b.name ? -1 : 1
}
