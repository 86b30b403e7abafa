import { type EngineReader, type ImageInspect, isEngineError, label } from '@berth/docker-engine'
import type { Remains } from './reconstruct.ts'

/** Asks the Engine for everything of a project that a file can be reconstructed from. */
export async function readRemains(
  engine: EngineReader,
  project: string,
  now: () => number,
): Promise<Remains> {
  const listed = await engine.listContainers({ labels: [`${label.project}=${project}`] })
  const containers = []
  const images = new Map<string, ImageInspect>()
  for (const { id } of listed) {
    const container = await engine.inspectContainer(id)
    containers.push(container)
    if (images.has(container.Image)) continue
    const image = await engine.inspectImage(container.Image).catch(absentImage)
    if (image !== undefined) images.set(container.Image, image)
  }
  const labels = [`${label.project}=${project}`]
  const [networks, volumes] = [await engine.listNetworks({ labels }), await engine.listVolumes({ labels })]
  return { project, containers, images, networks, volumes, now: now() }
}

/** An image may be removed by force while a container runs from it. */
function absentImage(error: unknown): undefined {
  if (!isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) throw error
}
