import { isEngineError } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Takes the name from an image, which goes with its last one. */
export const removeImage: Execute<'remove-image'> = async ({ image }, { engine }) => {
  try {
    await engine.removeImage(image)
    return { outcome: 'done' }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) return { outcome: 'skipped' }
    throw error
  }
}
