export type { Diagnostic, SourceRange } from './diagnostic.ts'
export type * from './project.ts'
