import { describe, expect, it } from 'vitest'
import { maxLineBytes } from '../output-lines.ts'
import { readFrames, readLines, readTtyFrames } from './log-lines.ts'

const time = '2026-01-02T03:04:05.678000000Z'

/** One frame as the Engine sends it. */
function frame(stream: 1 | 2, text: string | Buffer): Buffer {
  const payload = Buffer.concat([Buffer.from(`${time} `), Buffer.from(text)])
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0])
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

/** The bytes in pieces of a size, as a network would deliver them. */
async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function linesOf(bytes: Buffer, { size = 1000, isTty = false } = {}) {
  const chunks = inPieces(bytes, size)
  return Array.fromAsync(readLines(isTty ? readTtyFrames(chunks) : readFrames(chunks)))
}

describe('log lines', () => {
  it.each([1, 3, 7, 1000])('are the same in pieces of %i bytes', async (size) => {
    const bytes = Buffer.concat([
      frame(1, 'grüße\n'),
      frame(2, 'oh no\r\n'),
      frame(1, '\n'),
      frame(1, 'no end'),
    ])
    const at = { time: Date.parse('2026-01-02T03:04:05.678Z'), timestamp: time }
    expect(await linesOf(bytes, { size })).toEqual([
      { stream: 'stdout', ...at, text: 'grüße' },
      { stream: 'stderr', ...at, text: 'oh no' },
      { stream: 'stdout', ...at, text: '' },
      { stream: 'stdout', ...at, text: 'no end' },
    ])
  })

  it('join what the Engine split, also when the other stream comes in between', async () => {
    const bytes = Buffer.concat([frame(1, 'one '), frame(2, 'err\n'), frame(1, 'line\n')])
    const lines = await linesOf(bytes)
    expect(lines.map(({ text }) => text)).toEqual(['err', 'one line'])
  })

  it('are cut at 16 KiB, between characters', async () => {
    const long = Buffer.from('ü'.repeat(20_000))
    const bytes = Buffer.concat([frame(1, 'x'), frame(1, long), frame(1, 'more\n'), frame(1, 'next\n')])
    const [cut, next] = await linesOf(bytes)
    expect(cut?.text).toBe(`x${'ü'.repeat(maxLineBytes / 2 - 1)}`)
    expect(next?.text).toBe('next')
  })

  it.each([1, 5, 1000])('of a TTY come without frames, in pieces of %i bytes', async (size) => {
    const bytes = Buffer.from(
      `${time} one\r\n${time} \u001b[31mtwo\r\n${time} ${'x'.repeat(40_000)}\r\n${time} end\r\n`,
    )
    const lines = await linesOf(bytes, { size, isTty: true })
    expect(lines.map(({ text }) => text)).toEqual(['one', '\u001b[31mtwo', 'x'.repeat(maxLineBytes), 'end'])
    expect(lines[0]).toMatchObject({ stream: 'stdout', time: Date.parse('2026-01-02T03:04:05.678Z') })
  })
})
