import { ProblemError } from '../http/problem.ts'
import type { LoadedProject } from './loader.ts'

/** What is wrong with files that do not load: the first error in the words, all of them with their place. Pure. */
export function composeInvalid(name: string, loaded: LoadedProject): ProblemError {
  const errors = loaded.diagnostics.flatMap(({ severity, code, message, fix, range }, index) =>
    severity !== 'error'
      ? []
      : [
          {
            code,
            message,
            ...(fix !== undefined && { fix }),
            ...(range && { file: range.file, line: range.line, column: range.column }),
            frame: loaded.frames[index] ?? message,
          },
        ],
  )
  const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
  return new ProblemError(
    'COMPOSE_INVALID',
    `The compose files of ${name} have ${count}: ${errors[0]?.message}`,
    { errors },
  )
}
