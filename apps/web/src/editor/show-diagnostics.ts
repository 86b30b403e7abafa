import type { QuickFix } from '@berth/compose/editor'
import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import type { CheckedDiagnostic } from './check-compose.ts'

/** What is marked, and what happens when a fix is chosen. */
export interface Shown {
  readonly diagnostics: readonly CheckedDiagnostic[]
  onFix(fix: QuickFix): void
}

/** Marks the diagnostics of this file; those without a place stand at its beginning. */
export function showDiagnostics(view: EditorView, shown: Shown): void {
  view.dispatch(setDiagnostics(view.state, toMarks(view.state.doc, shown)))
}

/** Diagnostics as offsets. A place that the text no longer has is moved to the nearest that it has. */
export function toMarks(doc: Text, { diagnostics, onFix }: Shown): Mark[] {
  return diagnostics.map(({ range, severity, message, fix, fixes, code }) => {
    const line = doc.line(Math.min(Math.max(range?.line ?? 1, 1), doc.lines))
    const from = Math.min(line.from + (range?.column ?? 1) - 1, line.to)
    const to = Math.min(from + (range?.length ?? 1), line.to)
    return {
      from,
      to: Math.max(from, to),
      severity,
      // A button says the same.
      message: fix && fixes.length === 0 ? `${message}\n${fix}` : message,
      source: code,
      actions: fixes.map((each) => ({ name: each.title.replaceAll('`', ''), apply: () => onFix(each) })),
    }
  })
}
