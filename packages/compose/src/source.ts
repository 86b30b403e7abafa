import type { SourceRange } from './diagnostic.ts'

/** A file's text and where its lines start. */
export interface Source {
  readonly file: string
  readonly text: string
  readonly lineStarts: readonly number[]
}

/** The stretch of a source that a value came from. Offsets are UTF-16 units, `end` is exclusive. */
export interface Origin {
  readonly source: Source
  readonly start: number
  readonly end: number
  /**
   * What the file says, where variables were filled in: the text with its variables, or null where the file
   * has a name only. Values made from that text have the same origin.
   */
  readonly written?: string | null
}

export function createSource(file: string, text: string): Source {
  const lineStarts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1)
  return { file, text, lineStarts }
}

/** Turns offsets into what a person counts. A stretch over several lines keeps its first line only. */
export function rangeOf({ source, start, end }: Origin): SourceRange {
  const line = lineIndexAt(source, start)
  const lineStart = source.lineStarts[line] ?? 0
  const nextLine = source.lineStarts[line + 1]
  const lineEnd = nextLine === undefined ? source.text.length : nextLine - 1
  const stop = Math.min(end, Math.max(lineEnd, start))
  const length = Math.max(1, source.text.slice(start, stop).trimEnd().length)
  return { file: source.file, line: line + 1, column: start - lineStart + 1, length }
}

function lineIndexAt({ lineStarts }: Source, offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((lineStarts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
