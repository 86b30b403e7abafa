import { repositoryOf } from '../../observed/repo-digest.ts'
import type { Execute } from './execute-context.ts'

/** Pulls an image. Aborting ends the pull; layers that are complete stay. */
export const pullImage: Execute<'pull-image'> = async ({ image, platform, digest }, context) => {
  const { engine, signal, onProgress } = context
  const source = digest === undefined ? image : `${repositoryOf(image)}@${digest}`
  const { id, repoDigests } = await engine.pullImage(source, {
    signal,
    ...(platform !== undefined && { platform }),
    onProgress: ({ layer, status, ...bytes }) =>
      onProgress({ text: layer === '' ? status : `${layer}: ${status}`, ...bytes }),
  })
  if (source !== image && !image.includes('@')) await engine.tagImage(source, image, { signal })
  return { outcome: 'done', produced: id, repoDigests }
}
