import { type CheckedDiagnostic, checkCompose } from './check-compose.ts'
import type { ProjectFiles } from './project-files.ts'

export interface CheckRequest {
  readonly id: number
  readonly files: ProjectFiles
}

export interface CheckReply {
  readonly id: number
  readonly diagnostics: readonly CheckedDiagnostic[]
}

addEventListener('message', ({ data: { id, files } }: MessageEvent<CheckRequest>) => {
  postMessage({ id, diagnostics: checkCompose(files) } satisfies CheckReply)
})
