import type { Operation } from '@berth/contract'
import { expect, it } from 'vitest'
import { waitingTitle } from './waiting-title.ts'

const before = { operation: 'op_1', project: 'shop', kind: 'deploy', user: 'grace' } as const

it.each([
  [{}, 'Waiting'],
  [{ queuePosition: 2 }, 'Waiting, number 2 in the queue'],
  [{ queuePosition: 1, waitsFor: before }, 'Waiting, number 1 in the queue, after grace: Deploy shop'],
])('says where a queued operation stands: %j', (place, title) => {
  expect(waitingTitle(place as Operation)).toBe(title)
})
