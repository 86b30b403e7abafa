import { expect, it } from 'vitest'
import { createStallCheck } from './stall-check.ts'

it('tells a reader that takes nothing from one that is slow, and from one for whom nothing waits', () => {
  const reply = { writableNeedDrain: true, socket: { bytesWritten: 1 } }
  const isStalled = createStallCheck(reply)
  expect(isStalled()).toBe(false)
  reply.socket.bytesWritten = 2
  expect(isStalled()).toBe(false)
  expect(isStalled()).toBe(true)
  reply.writableNeedDrain = false
  expect(isStalled()).toBe(false)
  reply.writableNeedDrain = true
  expect(isStalled()).toBe(false)
  expect(isStalled()).toBe(true)
})
