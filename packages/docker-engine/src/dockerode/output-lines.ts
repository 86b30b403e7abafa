import type { ExecLine } from '../container-access.ts'
import { type LogFrame, maxLineBytes } from './log-lines.ts'

/**
 * Makes lines of frames that end wherever the program happened to flush. Each stream has its own open line; the
 * lines come in the order in which they ended. What is over the limit of a line is dropped.
 */
export async function* readOutputLines(frames: AsyncIterable<LogFrame>): AsyncGenerator<ExecLine> {
  const open = { stdout: openLine(), stderr: openLine() }
  for await (const { stream, payload } of frames) {
    let rest = payload
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
  let parts: Buffer[] = []
  let bytes = 0
  return {
    add(part: Buffer) {
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
