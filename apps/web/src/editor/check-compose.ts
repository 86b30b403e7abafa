import { type Diagnostic, loadProject } from '@berth/compose'
import { type EditorRequest, type QuickFix, quickFixesFor } from '@berth/compose/editor'
import { loadedFiles, type ProjectFiles, root, toEditorRequest, toRelative } from './project-files.ts'

/** A diagnostic with the changes that mend it, all by paths relative to the project folder. */
export interface CheckedDiagnostic extends Diagnostic {
  readonly fixes: readonly QuickFix[]
}

/** Each round may ask for files that the round before brought in. */
const mostRounds = 8

/**
 * What the loader finds in a project's files, by path relative to its folder. Files that are not
 * there are said to be absent, as they will be for a deployment.
 */
export function checkCompose(files: ProjectFiles): readonly CheckedDiagnostic[] {
  const [main] = loadedFiles(files)
  if (main === undefined) return []
  const request = toEditorRequest(main, files)
  const absent = new Set<string>()

  for (let round = 1; ; round += 1) {
    const { diagnostics, missing } = loadProject({ ...request, absent })
    if (missing.length === 0 || round === mostRounds) {
      return diagnostics.map((diagnostic) => withFixes(request, diagnostic))
    }
    for (const path of missing) absent.add(path)
  }
}

function withFixes(request: EditorRequest, diagnostic: Diagnostic): CheckedDiagnostic {
  const { range, message } = diagnostic
  const fixes = quickFixesFor(request, diagnostic).map(({ title, edits }) => ({
    title,
    edits: edits.map((edit) => ({ ...edit, file: toRelative(edit.file) })),
  }))
  const inside = { ...diagnostic, message: message.replaceAll(`${root}/`, ''), fixes }
  return range === undefined ? inside : { ...inside, range: { ...range, file: toRelative(range.file) } }
}
