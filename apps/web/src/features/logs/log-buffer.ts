import type { LogBatch } from '@berth/contract'
import { plainText } from '../../ui/ansi.ts'

/** A line with its number since this page was opened. */
export type LogLine = LogBatch[number] & { readonly id: number }

export interface LogBuffer {
  /** The newest lines, oldest first, at most `capacity` and a tenth more. */
  readonly lines: LogLine[]
  /** Lines ever added. */
  added: number
}

export const createLogBuffer = (): LogBuffer => ({ lines: [], added: 0 })

/** Adds a batch in place; the oldest lines go when there are too many. Returns the new lines. */
export function addLines(buffer: LogBuffer, batch: LogBatch, capacity: number): readonly LogLine[] {
  const added = batch.map((line, index) => ({ ...line, id: buffer.added + index }))
  buffer.added += batch.length
  for (const line of added) buffer.lines.push(line)
  // In portions: moving the whole list for each batch would cost more than the lines themselves.
  if (buffer.lines.length > capacity * 1.1) buffer.lines.splice(0, buffer.lines.length - capacity)
  return added
}

export interface LogFilter {
  readonly text: string
  /** Services whose lines are hidden. */
  readonly hidden: ReadonlySet<string>
}

/** Whether a line is shown; text is compared without case and without colours. */
export function matcher({ text, hidden }: LogFilter): (line: LogLine) => boolean {
  const wanted = text.toLowerCase()
  return (line) =>
    !hidden.has(line.service) && (wanted === '' || plainText(line.text).toLowerCase().includes(wanted))
}

/** Per container, the time of the last line and the texts at that very time. */
export type Seen = Map<string, { time: number; texts: string[] }>

/**
 * The lines of a batch that were not seen before; a socket that connects again sends its last lines
 * again. Remembers them in `seen`.
 */
export function unseen(seen: Seen, batch: LogBatch): LogBatch {
  return batch.filter(({ container, time, text }) => {
    const last = seen.get(container)
    if (last === undefined || time > last.time) {
      seen.set(container, { time, texts: [text] })
      return true
    }
    if (time < last.time || last.texts.includes(text)) return false
    last.texts.push(text)
    return true
  })
}
