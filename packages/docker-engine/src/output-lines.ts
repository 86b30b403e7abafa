import type { ExecLine } from './container-access.ts'
import type { OutputChunk } from './sessions.ts'

/** Longest text of one line, in bytes. What is over is dropped, so that no program can fill our memory. */
export const maxLineBytes = 16 * 1024

/**
 * Makes lines of output that comes in pieces, which end wherever the program happened to flush. Each stream has its
 * own open line; the lines come in the order in which they ended. What is over the limit of a line is dropped.
 */
export async function* readOutputLines(output: AsyncIterable<OutputChunk>): AsyncGenerator<ExecLine> {
  const open = { stdout: openLine(), stderr: openLine() }
  for await (const { stream, bytes } of output) {
    let rest = bytes
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      open[stream].add(rest.subarray(0, end))
      yield { stream, text: open[stream].close() }
      rest = rest.subarray(end + 1)
    }
    open[stream].add(rest)
  }
  // A program that ended without a last line end has still said something.
  for (const stream of ['stdout', 'stderr'] as const) {
    if (open[stream].isBegun()) yield { stream, text: open[stream].close() }
  }
}

function openLine() {
  let parts: Uint8Array[] = []
  let bytes = 0
  return {
    add(part: Uint8Array) {
      const room = part.subarray(0, Math.max(0, maxLineBytes - bytes))
      // A copy: a slice would keep the whole chunk it was cut from.
      if (room.length > 0) parts.push(Buffer.from(room))
      bytes += part.length
    },
    isBegun: () => bytes > 0,
    close() {
      // A cut may fall inside a character; what is left of it is dropped.
      const text = new TextDecoder().decode(Buffer.concat(parts), { stream: true })
      parts = []
      bytes = 0
      return text.replace(/\r$/, '')
    },
  }
}
