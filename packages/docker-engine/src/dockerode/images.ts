import type Docker from 'dockerode'
import type { CommitRequest, Engine } from '../engine.ts'
import type { ImageInspect } from '../shown.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'
import { findImages, listLabelledImages } from './find-images.ts'
import { parseImageReference } from './image-reference.ts'

/** The image half of the port, without builds and transfers. */
export const imageCalls = ({
  ask,
}: Connection): Pick<
  Engine,
  'inspectImage' | 'findImages' | 'listImages' | 'tagImage' | 'removeImage' | 'commitContainer'
> => ({
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

  commitContainer: (id, request = {}, { signal } = {}) =>
    ask({ doing: `make an image of container ${id}` }, signal, async (docker) => {
      const path = `/commit?${commitQuery(id, request)}`
      // Safe: the Engine's answer to a commit.
      const { Id } = (await readJson(docker, { method: 'POST', path, signal })) as { Id: string }
      return { id: Id }
    }),

  removeImage: (reference, { signal, force = false } = {}) =>
    ask({ doing: `remove image ${reference}`, image: reference }, signal, async (docker) => {
      await docker.getImage(reference).remove({ force, ...abortedBy(signal) })
    }),
})

/** A reference with a digest is left to the Engine to refuse. */
function commitQuery(
  container: string,
  { reference, author = '', comment = '', changes = [], isLive = false }: CommitRequest,
): URLSearchParams {
  const { name, tag = '' } = reference === undefined ? { name: '' } : parseImageReference(reference)
  const repo = reference?.includes('@') ? reference : name
  const query = new URLSearchParams({ container, repo, tag, author, comment, pause: String(!isLive) })
  for (const change of changes) query.append('changes', change)
  return query
}

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
