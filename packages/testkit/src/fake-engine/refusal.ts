import { EngineError, type EngineErrorCode } from '@berth/docker-engine'

/** The error that the real adapter would make of the Engine's words. */
export const refusal = (
  code: EngineErrorCode,
  doing: string,
  words: string,
  details: Readonly<Record<string, string>> = {},
): EngineError => new EngineError(code, `Could not ${doing}: ${words}`, { details })
