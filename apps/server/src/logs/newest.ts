import type { LogLine } from '@berth/contract'

/** Lines of one answer, and the characters in them. */
const most = { lines: 10_000, characters: 8 * 2 ** 20 } as const

/** The last lines, as many as fit into one answer. */
export async function newest(lines: AsyncIterable<LogLine>): Promise<{ lines: LogLine[]; isCut: boolean }> {
  const kept: LogLine[] = []
  let first = 0
  let characters = 0
  let isCut = false
  for await (const line of lines) {
    kept.push(line)
    characters += line.text.length
    while (kept.length - first > most.lines || characters > most.characters) {
      characters -= kept[first]?.text.length ?? 0
      first += 1
      isCut = true
    }
    // Now and then: a list is not cut at its front for every line.
    if (first > most.lines) first -= kept.splice(0, first).length
  }
  return { lines: kept.slice(first), isCut }
}
