import { isEngineError } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Stops a container and waits until it has stopped. Not ended by an abort: the Engine has no cancel. */
export const stopContainer: Execute<'stop-container'> = async (
  { container, graceSeconds },
  { engine, containerId, isRemovedLater },
) => {
  const id = containerId(container)
  try {
    await engine.stopContainer(id, {
      ...(graceSeconds !== undefined && { graceSeconds }),
      // Nobody is going to look for it.
      ...(isRemovedLater(id) && { untilListed: false }),
    })
    return { outcome: 'done' }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { outcome: 'skipped' }
    throw error
  }
}
