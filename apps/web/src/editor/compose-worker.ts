import type { Diagnostic } from '@berth/compose'
import { checkCompose } from './check-compose.ts'

export interface CheckRequest {
  readonly id: number
  /** Text by path relative to the project folder. */
  readonly files: Readonly<Record<string, string>>
}

export interface CheckReply {
  readonly id: number
  readonly diagnostics: readonly Diagnostic[]
}

addEventListener('message', ({ data: { id, files } }: MessageEvent<CheckRequest>) => {
  postMessage({ id, diagnostics: checkCompose(files) } satisfies CheckReply)
})
