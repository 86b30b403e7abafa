import {
  type ContainerSummary,
  type EngineReader,
  type ImageSummary,
  label,
  type Waiting,
} from '@berth/docker-engine'
import { present } from '../desired/present.ts'
import type { ObserveTarget } from './observe.ts'
import type { ObservedContainer, RemovableImage } from './observed-state.ts'

interface Known {
  readonly target: ObserveTarget
  /** The images that the target names, by reference. */
  readonly found: ReadonlyMap<string, ImageSummary>
  readonly containers: readonly ObservedContainer[]
  readonly waiting: Waiting
}

/**
 * The images that carry the label of a project, and those that its files and its containers name, each with all of
 * its names and everything that was made from it. Sorted by id.
 */
export async function readRemovableImages(
  engine: EngineReader,
  { target: { project }, found, containers, waiting }: Known,
): Promise<RemovableImage[]> {
  const unknown = new Set(containers.map(({ image }) => image).filter((image) => !found.has(image)))
  const [labelled, others, all] = await Promise.all([
    engine.listImages({ labels: [`${label.project}=${project}`] }, waiting),
    unknown.size === 0 ? new Map<string, ImageSummary>() : engine.findImages([...unknown].sort(), waiting),
    engine.listContainers({}, waiting),
  ])
  const images = new Map(
    [...found.values(), ...others.values(), ...labelled].map((image) => [image.Id, image]),
  )
  return [...images.values()]
    .map((image) => toRemovable(image, { project, containers: all }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function toRemovable(
  { Id, RepoTags, RepoDigests, Labels }: ImageSummary,
  { project, containers }: { readonly project: string; readonly containers: readonly ContainerSummary[] },
): RemovableImage {
  return {
    id: Id,
    names: [...[...RepoTags].sort(), ...[...RepoDigests].sort()],
    ...present({ service: Labels[label.project] === project ? Labels[label.service] : undefined }),
    users: containers
      .filter(({ imageId }) => imageId === Id)
      .map(({ id, name, labels }) => ({ id, name, ...present({ project: labels[label.project] }) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
