import { describe, expect, it } from 'vitest'
import { frame, readFrames } from './frames.ts'

const messages = ['', 'one', 'x'.repeat(70_000)]
const bytes = Buffer.concat(messages.map((text) => frame(Buffer.from(text))))

async function* cutInto(size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('readFrames', () => {
  it.each([1, 3, 5, 8, 4096, bytes.length])('finds each message in chunks of %i bytes', async (size) => {
    const found = await Array.fromAsync(readFrames(cutInto(size)), (message) => message.toString())
    expect(found).toEqual(messages)
  })
})
