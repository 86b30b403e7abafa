export type * from './engine.ts'
export { EngineError, type EngineErrorCode, engineErrorCodes, isEngineError } from './errors.ts'
export { composeVersion, label } from './labels.ts'
