import { isEngineError } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Removes a container. */
export const removeContainer: Execute<'remove-container'> = async (
  { container, volumes, force = false },
  { engine, containerId },
) => {
  try {
    await engine.removeContainer(containerId(container), { volumes, force })
    return { outcome: 'done' }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { outcome: 'skipped' }
    throw error
  }
}
