import { expect, it } from 'vitest'
import { createKeyedLock } from './keyed-lock.ts'

it('runs one after another per key, in order, also after a failure', async () => {
  const lock = createKeyedLock()
  const order: string[] = []
  const first = Promise.withResolvers<void>()
  const all = [
    lock('a', async () => {
      await first.promise
      order.push('a1')
      throw new Error('a1 fails')
    }).catch(() => {}),
    lock('a', async () => void order.push('a2')),
    lock('b', async () => void order.push('b1')),
    lock('a', async () => void order.push('a3')),
  ]
  await all[2]
  expect(order).toEqual(['b1'])
  first.resolve()
  await Promise.all(all)
  expect(order).toEqual(['b1', 'a1', 'a2', 'a3'])
})
