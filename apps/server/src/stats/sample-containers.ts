import { mapLimited } from '@berth/convergence'
import { type ContainerStats, type EngineReader, isEngineError } from '@berth/docker-engine'

/** Asked of the Engine at the same time. */
const asked = 8

/**
 * Reads once, and at once, what each of some containers has used so far, by id. Those that are gone by then are left
 * out.
 */
export async function sampleContainers(
  engine: Pick<EngineReader, 'containerStats'>,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, ContainerStats>> {
  const found = await mapLimited(ids, asked, async (id) => {
    try {
      for await (const stats of engine.containerStats(id, { isAtOnce: true, signal })) {
        return [[id, stats] as const]
      }
    } catch (error) {
      if (!isEngineError(error, 'ENGINE_NOT_FOUND')) throw error
    }
    return []
  })
  return new Map(found.flat())
}
