import type { Operation, Step } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import type { FeedEvent } from '../../api/feed.ts'
import { reduceOperation } from './reduce-operation.ts'

const pending: Step = {
  id: 'create-container:web:1',
  kind: 'create-container',
  group: 'service web 1',
  cause: 'no container',
  state: 'pending',
  isRollback: false,
}
const { steps, seq, ...summary }: Operation = {
  id: '01',
  project: 'shop',
  kind: 'deploy',
  scope: [],
  state: 'running',
  actor: { kind: 'user', name: 'ada', user: 'ada' },
  trigger: 'user',
  alsoFor: [],
  planDigest: '',
  version: 3,
  queuedAt: '2026-01-01T00:00:00Z',
  services: [],
  notices: [],
  rolledBack: [],
  steps: [pending],
  seq: 1,
}
const running: Operation = { ...summary, steps, seq }
const frame = { op: 'event', topic: 'operation:01', seq: 2 } as const
const changed = (payload: Partial<Operation>): FeedEvent => ({
  ...frame,
  name: 'operation.changed',
  payload: { ...summary, ...payload },
})

describe('reduceOperation', () => {
  it('takes a newer state and keeps the steps', () => {
    const next = reduceOperation(running, changed({ version: 4, state: 'succeeded' }))
    expect([next.state, next.steps]).toEqual(['succeeded', [pending]])
  })

  it('forgets what the record no longer has', () => {
    const queued = { ...running, state: 'queued', queuePosition: 1 } as const
    expect(reduceOperation(queued, changed({ version: 4 }))).not.toHaveProperty('queuePosition')
  })

  it('keeps the newer state when an older event arrives late', () => {
    expect(reduceOperation(running, changed({ version: 2, state: 'queued' }))).toBe(running)
  })

  it('replaces a step in its place', () => {
    const step: Step = { ...pending, state: 'done' }
    const next = reduceOperation(running, {
      ...frame,
      name: 'operation.step',
      payload: { operation: '01', step },
    })
    expect(next.steps).toEqual([step])
  })

  it('puts a step of a rollback at the end', () => {
    const step: Step = { ...pending, id: 'start-container:old', isRollback: true }
    const next = reduceOperation(running, {
      ...frame,
      name: 'operation.step',
      payload: { operation: '01', step },
    })
    expect(next.steps).toEqual([pending, step])
  })
})
