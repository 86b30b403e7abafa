import { stripVTControlCharacters } from 'node:util'
import type { LogLine } from '@berth/contract'

export interface TextOptions {
  /** The longest name in front of a line that is known beforehand. */
  readonly width: number
  readonly timestamps: boolean
  /** Keeps the colours of the programs; everything else that steers a terminal goes in any case. */
  readonly color: boolean
}

/** `web-1  | text`, as `docker compose logs` prints it. Pure. */
export function textOf(line: LogLine, { width, timestamps, color }: TextOptions): string {
  const name = nameOf(line).padEnd(width)
  const text = color ? keepColours(line.text) : plainText(line.text)
  return `${name}  | ${timestamps ? `${line.time} ` : ''}${text}\n`
}

export const nameOf = ({ service, number }: Pick<LogLine, 'service' | 'number'>): string =>
  `${service}-${number}`

/** Whole lines of JSON, or server-sent events whose id is the time to go on from. Pure. */
export function streamOf(
  { time, container, service, number, stream, text }: LogLine,
  type: 'application/x-ndjson' | 'text/event-stream',
): string {
  const json = JSON.stringify({ time, container, service, number, stream, text })
  return type === 'application/x-ndjson' ? `${json}\n` : `id: ${time}\ndata: ${json}\n\n`
}

/** Characters that are sent at once. */
const chunkSize = 16 * 2 ** 10

/** The lines as text in pieces of some size, each of whole lines. */
export async function* chunksOf<T>(
  lines: AsyncIterable<T>,
  format: (line: T) => string,
): AsyncGenerator<string> {
  let chunk = ''
  for await (const line of lines) {
    chunk += format(line)
    if (chunk.length < chunkSize) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const colour = /(\u001b\[[\d;:]*m)/

/** Without what steers a terminal. Pure. */
export const plainText = (text: string): string =>
  needsCleaning(text) ? stripVTControlCharacters(text).replaceAll(control, '') : text

/** What is between colours is cleaned; a colour that was switched on does not reach the next line. */
function keepColours(text: string): string {
  if (!needsCleaning(text)) return text
  const parts = text.split(colour).map((part, index) => (index % 2 === 1 ? part : plainText(part)))
  return parts.length > 1 ? `${parts.join('')}\u001b[0m` : parts.join('')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const needsCleaning = (text: string) => /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)
