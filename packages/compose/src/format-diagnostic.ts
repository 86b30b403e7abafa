import type { Diagnostic, SourceRange } from './diagnostic.ts'

/**
 * Shows a diagnostic for a terminal or a log: `file:line:column`, the code, the message, the line with a caret
 * under what is meant, and the fix. Pure; several lines, no trailing line break, no colours.
 *
 * @param sources The text of files, by path; without its text a diagnostic is shown without the frame.
 */
export function formatDiagnostic(diagnostic: Diagnostic, sources: ReadonlyMap<string, string>): string {
  const { code, severity, message, fix, range } = diagnostic
  const place = range === undefined ? '' : `${range.file}:${range.line}:${range.column}: `
  const text = range === undefined ? undefined : sources.get(range.file)
  const frame = range === undefined || text === undefined ? [] : codeFrame(text, range)
  const advice = fix === undefined ? [] : [`  fix: ${fix}`]
  return [`${place}${severity} ${code}: ${message}`, ...frame, ...advice].join('\n')
}

/** The line before, the line itself and a caret; tabs are shown as one space so that the caret stays right. */
function codeFrame(text: string, { line, column, length }: SourceRange): string[] {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - 1)
  const width = String(line).length
  const shown = lines
    .slice(first - 1, line)
    .map((content, index) => `  ${String(first + index).padStart(width)} | ${content.replaceAll('\t', ' ')}`)
  const caret = `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}${'^'.repeat(Math.max(1, length))}`
  return [...shown, caret]
}
