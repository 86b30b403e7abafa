import type Docker from 'dockerode'
import type { Engine } from '../engine.ts'
import type { ImageInspect } from '../shown.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'
import { findImages, listLabelledImages } from './find-images.ts'
import { parseImageReference } from './image-reference.ts'

/** The image half of the port, without builds and transfers. */
export const imageCalls = ({
  ask,
}: Connection): Pick<Engine, 'inspectImage' | 'findImages' | 'listImages' | 'tagImage' | 'removeImage'> => ({
  inspectImage: (reference, { signal } = {}) =>
    ask({ doing: `inspect image ${reference}`, image: reference }, signal, (docker) =>
      inspectImage(docker, reference, signal),
    ),

  findImages: (references, { signal } = {}) =>
    references.length === 0
      ? Promise.resolve(new Map())
      : ask({ doing: 'look for images' }, signal, (docker) => findImages(docker, references, signal)),

  listImages: ({ labels = [] }, { signal } = {}) =>
    ask({ doing: 'list images' }, signal, (docker) => listLabelledImages(docker, labels, signal)),

  tagImage: (source, target, { signal } = {}) =>
    ask({ doing: `tag ${source} as ${target}`, image: source }, signal, async (docker) => {
      const { name, tag } = parseImageReference(target)
      await docker.getImage(source).tag({ repo: name, tag: tag ?? 'latest', ...abortedBy(signal) })
    }),

  removeImage: (reference, { signal, force = false } = {}) =>
    ask({ doing: `remove image ${reference}`, image: reference }, signal, async (docker) => {
      await docker.getImage(reference).remove({ force, ...abortedBy(signal) })
    }),
})

/** dockerode's own inspect takes no signal. */
export async function inspectImage(
  docker: Docker,
  reference: string,
  signal: AbortSignal | undefined,
): Promise<ImageInspect> {
  // Safe: our type picks from what the Engine sends.
  return (await readJson(docker, {
    method: 'GET',
    path: `/images/${reference}/json`,
    signal,
  })) as ImageInspect
}
