import { type EngineErrorCode, isEngineError } from '@berth/docker-engine'

/** The answer, or `undefined` when what was asked for does not exist. */
export async function orAbsent<T>(
  answer: Promise<T>,
  codes: readonly EngineErrorCode[] = ['ENGINE_NOT_FOUND'],
): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (codes.some((code) => isEngineError(error, code))) return undefined
    throw error
  }
}
