import { createTwoFilesPatch } from 'diff'

/** Beyond this, two texts count as different altogether: finding the shortest diff would take too long. */
const mostEdits = 20_000

export interface DiffNames {
  readonly path: string
  /** What each side is, for a person. */
  readonly before: string
  readonly after: string
}

/**
 * A unified diff; empty when the texts are equal. Undefined is a file that is not there. Pure.
 */
export function unifiedDiff(
  { path, before, after }: DiffNames,
  old: string | undefined,
  next: string | undefined,
): string {
  if (old === next) return ''
  const oldName = old === undefined ? '/dev/null' : `a/${path}`
  const newName = next === undefined ? '/dev/null' : `b/${path}`
  const options = { context: 3, maxEditLength: mostEdits }
  const patch = createTwoFilesPatch(oldName, newName, old ?? '', next ?? '', before, after, options)
  if (patch !== undefined) return patch.replace(/^=+\n/, '')
  return `--- ${oldName}\t${before}\n+++ ${newName}\t${after}\n@@ too much has changed to show it @@\n`
}

/** The text of a file; undefined when it is none. */
export function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not UTF-8: that is what was to be found out.
    return undefined
  }
}
