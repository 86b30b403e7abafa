import type { LogLine } from '../engine.ts'
import { maxLineBytes } from '../output-lines.ts'

/** One message of the Engine's log stream: which stream, and the bytes after `time `. */
export interface LogFrame {
  readonly stream: LogLine['stream']
  readonly payload: Buffer
}

/** Where a frame reader keeps what it could not use yet. */
const headerBytes = 8

/**
 * Splits the Engine's multiplexed stream into frames: one byte of stream number, three of nothing, four of
 * length, then the payload.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Container/operation/ContainerAttach
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  let pending: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
    let at = 0
    while (pending.length - at >= headerBytes) {
      const end = at + headerBytes + pending.readUInt32BE(at + 4)
      if (pending.length < end) break
      yield {
        stream: pending[at] === 2 ? 'stderr' : 'stdout',
        payload: pending.subarray(at + headerBytes, end),
      }
      at = end
    }
    pending = pending.subarray(at)
  }
}

/** With a TTY there are no frames: every line end closes one. Lines over the limit lose their rest. */
export async function* readTtyFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<LogFrame> {
  const limit = maxLineBytes + 64
  let pending = Buffer.alloc(0)
  for await (const chunk of chunks) {
    let rest = chunk
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      yield { stream: 'stdout', payload: Buffer.concat([pending, rest.subarray(0, end + 1)]) }
      pending = Buffer.alloc(0)
      rest = rest.subarray(end + 1)
    }
    if (pending.length < limit) pending = Buffer.concat([pending, rest.subarray(0, limit)])
  }
  if (pending.length > 0) yield { stream: 'stdout', payload: pending }
}

/**
 * Makes lines of frames. The Engine gives each frame its own time and splits a long line over several
 * frames, only the last of which ends it; the line keeps the time of its first.
 */
export async function* readLines(frames: AsyncIterable<LogFrame>): AsyncGenerator<LogLine> {
  const open: Partial<Record<LogLine['stream'], OpenLine>> = {}
  for await (const { stream, payload } of frames) {
    if (open[stream] === undefined && isWhole(payload)) {
      yield wholeLine(stream, payload)
      continue
    }
    const line = open[stream] ?? startLine(payload)
    append(line, payload.subarray(payload.indexOf(32) + 1))
    open[stream] = line
    if (payload.at(-1) !== lineEnd) continue
    delete open[stream]
    yield closeLine(stream, line)
  }
  // A program that ended without a last line end has still said something.
  for (const stream of ['stdout', 'stderr'] as const) {
    const line = open[stream]
    if (line) yield closeLine(stream, line)
  }
}

/** Nearly every line: it needs no copy to be put together from. */
const isWhole = (payload: Buffer) => payload.at(-1) === lineEnd && payload.length <= maxLineBytes

function wholeLine(stream: LogLine['stream'], payload: Buffer): LogLine {
  const space = payload.indexOf(32)
  const timestamp = payload.toString('latin1', 0, space)
  const end = payload.length - (payload.at(-2) === carriageReturn ? 2 : 1)
  return { stream, time: Date.parse(timestamp), timestamp, text: payload.toString('utf8', space + 1, end) }
}

const lineEnd = 10
const carriageReturn = 13

interface OpenLine {
  readonly timestamp: string
  readonly parts: Buffer[]
  bytes: number
}

const startLine = (payload: Buffer): OpenLine => ({
  timestamp: payload.toString('latin1', 0, payload.indexOf(32)),
  parts: [],
  bytes: 0,
})

function append(line: OpenLine, text: Buffer): void {
  const room = text.subarray(0, Math.max(0, maxLineBytes - line.bytes))
  // A copy: a slice would keep the whole chunk it was cut from.
  if (room.length > 0) line.parts.push(Buffer.from(room))
  line.bytes += room.length
}

function closeLine(stream: LogLine['stream'], { timestamp, parts }: OpenLine): LogLine {
  return {
    stream,
    time: Date.parse(timestamp),
    timestamp,
    text: decode(Buffer.concat(parts)).replace(/\r?\n$/, ''),
  }
}

/** A cut may fall inside a character; what is left of it is dropped. */
const decode = (bytes: Buffer) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true })
