import { isEngineError } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Removes a network. */
export const removeNetwork: Execute<'remove-network'> = async ({ network }, { engine }) => {
  try {
    await engine.removeNetwork(network)
    return { outcome: 'done' }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { outcome: 'skipped' }
    throw error
  }
}
