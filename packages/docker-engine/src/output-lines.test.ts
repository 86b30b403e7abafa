import { describe, expect, it } from 'vitest'
import { maxLineBytes, readOutputLines } from './output-lines.ts'
import type { OutputChunk } from './sessions.ts'

async function linesOf(...chunks: readonly [OutputChunk['stream'], string | Buffer][]): Promise<string[]> {
  const source = async function* () {
    for (const [stream, bytes] of chunks) yield { stream, bytes: Buffer.from(bytes) }
  }
  const lines: string[] = []
  for await (const { stream, text } of readOutputLines(source())) lines.push(`${stream} ${text}`)
  return lines
}

describe('the lines of a command', () => {
  it('are put together from pieces, and taken apart', async () => {
    await expect(linesOf(['stdout', 'one\ntw'], ['stdout', 'o\r\n'], ['stdout', '\nlast'])).resolves.toEqual([
      'stdout one',
      'stdout two',
      'stdout ',
      'stdout last',
    ])
  })

  it('are kept apart by stream, and come in the order they end', async () => {
    await expect(linesOf(['stdout', 'begun '], ['stderr', 'oops\n'], ['stdout', 'ended\n'])).resolves.toEqual(
      ['stderr oops', 'stdout begun ended'],
    )
  })

  it('are cut where they are too long, and never within a character', async () => {
    const long = `${'x'.repeat(maxLineBytes - 1)}ä`
    const [line = '', next] = await linesOf(['stdout', Buffer.from(`${long}${long}\nnext\n`)])
    expect(line).toBe(`stdout ${'x'.repeat(maxLineBytes - 1)}`)
    expect(next).toBe('stdout next')
  })
})
