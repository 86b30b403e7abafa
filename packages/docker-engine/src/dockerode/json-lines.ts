import type { Readable } from 'node:stream'

/**
 * Reads a stream of JSON texts, one a line. A slow reader slows the stream: nothing is read ahead.
 * Leaving the loop destroys the stream. `parse` stands in for JSON's own where that would lose something.
 */
export async function* readJsonLines(
  stream: Readable,
  parse: (text: string) => Record<string, unknown> = JSON.parse,
): AsyncGenerator<Record<string, unknown>> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.trim()) yield parse(line)
  }
  if (rest.trim()) yield parse(rest)
}
