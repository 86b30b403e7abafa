import { applyEdits, type QuickFix } from '@berth/compose/editor'
import type { CheckedDiagnostic } from './check-compose.ts'
import type { ProjectFiles } from './project-files.ts'

/** The new texts of the files that a fix changes. The files must be those it was found for. */
export function mendFiles({ edits }: QuickFix, files: ProjectFiles): ProjectFiles {
  const paths = [...new Set(edits.map(({ file }) => file))]
  return Object.fromEntries(
    paths.map((path) => [
      path,
      applyEdits(
        files[path] ?? '',
        edits.filter(({ file }) => file === path),
      ),
    ]),
  )
}

/** The fix that was meant, among those of a later check: of the same name, and nearest to where it was. */
export function findAgain(
  fix: QuickFix,
  diagnostics: readonly Pick<CheckedDiagnostic, 'fixes'>[],
): QuickFix | undefined {
  const distance = ({ edits: [edit] }: QuickFix) => Math.abs((edit?.start ?? 0) - (fix.edits[0]?.start ?? 0))
  return diagnostics
    .flatMap(({ fixes }) => fixes)
    .filter(({ title }) => title === fix.title)
    .toSorted((a, b) => distance(a) - distance(b))[0]
}
