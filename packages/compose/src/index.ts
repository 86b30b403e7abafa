export { dotted as formatPath } from './describe.ts'
export type { Diagnostic, SourceRange } from './diagnostic.ts'
export { type DiagnosticCode, type DiagnosticExplanation, diagnosticCodes } from './diagnostic-codes.ts'
export type { JsonObject, JsonValue } from './dump/json.ts'
export { dumpProject, formatModel, formatProject } from './dump/project.ts'
export { networkToJson, volumeToJson } from './dump/resources.ts'
export { serviceToJson } from './dump/service.ts'
export { formatDiagnostic } from './format-diagnostic.ts'
export type { VariableUse } from './interpolate/interpolate.ts'
export { listVariables, type ModelVariable } from './interpolate/list-variables.ts'
export {
  type LoadOptions,
  type LoadRequest,
  type LoadResult,
  loadProject,
  type ProjectVariable,
} from './load.ts'
export { loadModel, type ModelResult } from './load-model.ts'
export { seccompProfilePath } from './normalize/seccomp-profiles.ts'
export { type Dotenv, parseDotenv } from './parse/dotenv.ts'
export type * from './project.ts'
export { normalizeProjectName } from './project-name.ts'
export {
  describeOrigins,
  describeVariables,
  type UnusedVariable,
  type ValueOrigin,
  type VariableDescription,
  type VariableReport,
  type VariableSource,
} from './provenance.ts'
export { type FileData, readData } from './read-data.ts'
