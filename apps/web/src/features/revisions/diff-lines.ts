export type DiffLineKind = 'added' | 'removed' | 'context' | 'hunk'

/** One line of a unified diff, with its number on each side where it is there. */
export interface DiffLine {
  readonly kind: DiffLineKind
  readonly text: string
  readonly before?: number
  readonly after?: number
}

/** Takes a unified diff apart. Its file headers are left out; the page names the file itself. Pure. */
export function parseDiff(diff: string): readonly DiffLine[] {
  const lines: DiffLine[] = []
  let before = 0
  let after = 0
  let isInHunk = false
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line)
    if (hunk !== null) {
      isInHunk = true
      before = Number(hunk[1])
      after = Number(hunk[2])
      lines.push({ kind: 'hunk', text: line })
    } else if (!isInHunk) continue
    else if (line.startsWith('+')) lines.push({ kind: 'added', text: line.slice(1), after: after++ })
    else if (line.startsWith('-')) lines.push({ kind: 'removed', text: line.slice(1), before: before++ })
    else if (line.startsWith('\\')) lines.push({ kind: 'hunk', text: line.slice(2) })
    else lines.push({ kind: 'context', text: line.slice(1), before: before++, after: after++ })
  }
  return lines
}
