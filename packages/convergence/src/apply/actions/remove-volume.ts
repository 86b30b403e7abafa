import { isEngineError } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Removes a volume and its data. */
export const removeVolume: Execute<'remove-volume'> = async ({ volume }, { engine }) => {
  try {
    await engine.removeVolume(volume)
    return { outcome: 'done' }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { outcome: 'skipped' }
    throw error
  }
}
