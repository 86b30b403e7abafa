import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { lazy } from './lazy.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('loads a part of the page again when the connection broke', async () => {
  const load = vi.fn().mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValue('part')
  const loading = lazy(load)
  await vi.runAllTimersAsync()
  await expect(loading).resolves.toBe('part')
})

it('says in words what to do when it is gone', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module')
  const loading = lazy(() => Promise.reject(cause))
  const refused = expect(loading).rejects.toMatchObject({
    code: 'PAGE_PART_MISSING',
    title: 'A part of this page could not be loaded',
    cause,
  })
  await vi.runAllTimersAsync()
  await refused
})

it('is no uncaught error of the page when nobody waits for it any more', async () => {
  const uncaught = vi.fn()
  process.on('unhandledRejection', uncaught)
  void lazy(() => Promise.reject(new TypeError('Failed to fetch')))
  await vi.runAllTimersAsync()
  vi.useRealTimers()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', uncaught)
  expect(uncaught).not.toHaveBeenCalled()
})
