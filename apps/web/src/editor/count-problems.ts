import type { Diagnostic } from '@berth/compose'
import { plural } from '../format/plural.ts'

/** `2 errors, 1 warning`; `No problems` when there is nothing to say. */
export function countProblems(diagnostics: readonly Pick<Diagnostic, 'severity'>[]): string {
  const count = (severity: Diagnostic['severity']) =>
    diagnostics.filter((each) => each.severity === severity).length
  const parts = [
    [count('error'), 'error'],
    [count('warning'), 'warning'],
    [count('info'), 'notice'],
  ] as const
  const words = parts.filter(([number]) => number > 0).map(([number, word]) => plural(number, word))
  return words.length === 0 ? 'No problems' : words.join(', ')
}
