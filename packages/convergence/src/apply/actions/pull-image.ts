import type { Execute } from './execute-context.ts'

/** Pulls an image. Aborting ends the pull; layers that are complete stay. */
export const pullImage: Execute<'pull-image'> = async ({ image, platform }, context) => {
  const { id } = await context.engine.pullImage(image, {
    signal: context.signal,
    ...(platform !== undefined && { platform }),
    onProgress: ({ layer, status, ...bytes }) =>
      context.onProgress({ text: layer === '' ? status : `${layer}: ${status}`, ...bytes }),
  })
  return { outcome: 'done', produced: id }
}
