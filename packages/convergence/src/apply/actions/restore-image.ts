import { isEngineError } from '@berth/docker-engine'
import { repositoryOf } from '../../observed/repo-digest.ts'
import type { Action } from '../../plan/action.ts'
import type { Execute, ExecuteContext } from './execute-context.ts'

/**
 * Makes a reference mean the image again that it meant before: from what the Engine still has, else from the
 * registry, by its digest. Aborting ends the pull; layers that are complete stay.
 */
export const restoreImage: Execute<'restore-image'> = async (action, context) => {
  const { engine, signal } = context
  const source = await findSource(action, context)
  await engine.tagImage(source, action.image, { signal })
  const { Id, RepoDigests } = await engine.inspectImage(action.image, { signal })
  return { outcome: 'done', produced: Id, repoDigests: RepoDigests ?? [] }
}

/** What can be given the name: the image itself, or what its digest was pulled as. */
async function findSource(
  { image, imageId, digest }: Action<'restore-image'>,
  { engine, signal, onProgress }: ExecuteContext,
): Promise<string> {
  try {
    await engine.inspectImage(imageId, { signal })
    return imageId
  } catch (error) {
    if (digest === undefined || !isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) throw error
    const pulled = `${repositoryOf(image)}@${digest}`
    await engine.pullImage(pulled, {
      signal,
      onProgress: ({ layer, status, ...bytes }) =>
        onProgress({ text: layer === '' ? status : `${layer}: ${status}`, ...bytes }),
    })
    return pulled
  }
}
