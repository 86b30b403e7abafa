import type { Diagnostic } from '@berth/compose'
import { type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'

/** Marks the diagnostics of this file; those without a place stand at its beginning. */
export function showDiagnostics(view: EditorView, diagnostics: readonly Diagnostic[]): void {
  view.dispatch(setDiagnostics(view.state, toMarks(view.state.doc, diagnostics)))
}

/** Diagnostics as offsets. A place that the text no longer has is moved to the nearest that it has. */
export function toMarks(doc: Text, diagnostics: readonly Diagnostic[]): Mark[] {
  return diagnostics.map(({ range, severity, message, fix, code }) => {
    const line = doc.line(Math.min(Math.max(range?.line ?? 1, 1), doc.lines))
    const from = Math.min(line.from + (range?.column ?? 1) - 1, line.to)
    const to = Math.min(from + (range?.length ?? 1), line.to)
    return {
      from,
      to: Math.max(from, to),
      severity,
      message: fix ? `${message}\n${fix}` : message,
      source: code,
    }
  })
}
