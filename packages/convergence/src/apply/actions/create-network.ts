import { isEngineError, label } from '@berth/docker-engine'
import type { Execute } from './execute-context.ts'

/** Creates a network. One that another run has just made alike will do. */
export const createNetwork: Execute<'create-network'> = async ({ body }, { engine }) => {
  try {
    const { id } = await engine.createNetwork(body)
    return { outcome: 'done', produced: id }
  } catch (error) {
    if (!isEngineError(error, 'ENGINE_CONFLICT')) throw error
    const existing = await engine.inspectNetwork(body.Name)
    if (existing.Labels[label.configHash] !== body.Labels[label.configHash]) throw error
    return { outcome: 'skipped', produced: existing.Id }
  }
}
