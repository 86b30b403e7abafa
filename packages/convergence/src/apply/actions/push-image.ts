import type { Execute } from './execute-context.ts'

/** Pushes an image to the registry that its name begins with. Aborting ends the push; layers that are there stay. */
export const pushImage: Execute<'push-image'> = async ({ image }, context) => {
  await context.engine.pushImage(image, {
    signal: context.signal,
    onProgress: ({ layer, status, ...bytes }) =>
      context.onProgress({ text: `${layer}: ${status}`, ...bytes }),
  })
  return { outcome: 'done' }
}
