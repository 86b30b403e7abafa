import { describe, expect, it } from 'vitest'
import { createLineChannel } from './line-channel.ts'

describe('createLineChannel', () => {
  it('hands over everything that waits at once', async () => {
    const channel = createLineChannel<string>(10)
    await channel.push('a')
    await channel.push('b')
    expect(await channel.take()).toEqual(['a', 'b'])
  })

  it('wakes a reader that waits', async () => {
    const channel = createLineChannel<string>(10)
    const taken = channel.take()
    await channel.push('a')
    expect(await taken).toEqual(['a'])
  })

  it('holds back a writer until the reader has made room', async () => {
    const channel = createLineChannel<number>(2)
    const written: number[] = []
    const writing = (async () => {
      for (const number of [1, 2, 3, 4, 5]) {
        await channel.push(number)
        written.push(number)
      }
    })()
    await new Promise(setImmediate)
    expect(written).toEqual([1, 2])
    expect(await channel.take()).toEqual([1, 2])
    await new Promise(setImmediate)
    expect(written).toEqual([1, 2, 3, 4])
    expect(await channel.take()).toEqual([3, 4])
    await writing
    expect(await channel.take()).toEqual([5])
  })

  it('lets items gather until a writer is held back, or all is over, however long that may take', async () => {
    const channel = createLineChannel<string>(1)
    const forever = 2 ** 30
    const gathered = channel.gather(forever)
    await channel.push('a')
    const held = channel.push('b')
    await gathered
    expect(await channel.take()).toEqual(['a'])
    await held
    const over = channel.gather(forever)
    channel.fail(new Error('gone'))
    await over
    await channel.gather(forever)
  })

  it('lets items gather for a while', async () => {
    const channel = createLineChannel<string>(2)
    await channel.push('a')
    await channel.gather(1)
    expect(channel.takeWaiting()).toEqual(['a'])
  })

  it('gives what is left before it fails, and lets the writers go', async () => {
    const channel = createLineChannel<string>(1)
    await channel.push('last')
    const blocked = channel.push('never')
    channel.fail(new Error('gone'))
    await blocked
    expect(await channel.take()).toEqual(['last'])
    await expect(channel.take()).rejects.toThrow('gone')
  })
})
