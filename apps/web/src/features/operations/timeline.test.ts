import type { Step } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { toTimeline } from './timeline.ts'

const step = (id: string, state: Step['state'], rest: Partial<Step> = {}): Step => ({
  id,
  kind: id.split(':')[0] ?? id,
  group: 'service web 1',
  service: 'web',
  cause: 'no container',
  state,
  isRollback: false,
  ...rest,
})
const only = (...steps: Step[]) => {
  const [group] = toTimeline(steps)
  return group && `${group.type} | ${group.name} | ${group.state} | ${group.phase}`
}

describe('toTimeline', () => {
  it.each([
    ['nothing has begun', ['pending', 'pending'], 'pending | Pending'],
    ['one step runs', ['running', 'pending'], 'running | Creating…'],
    ['one step is done and the next has not begun', ['done', 'pending'], 'running | Created'],
    ['all are done', ['done', 'done'], 'done | Started'],
    ['nothing had to be done', ['skipped', 'skipped'], 'skipped | Unchanged'],
    ['the first failed', ['failed', 'cancelled'], 'failed | Failed'],
    ['it was never begun', ['cancelled', 'cancelled'], 'cancelled | Not begun'],
  ] as const)('says how a container stands when %s', (_when, [create, start], expected) => {
    expect(only(step('create-container:web:1', create), step('start-container:web:1', start))).toBe(
      `service | web 1 | ${expected}`,
    )
  })

  it('takes an image for built that could not be pulled, and was', () => {
    const image = { group: 'image acme/api' }
    const pulled = step('pull-image:acme/api', 'failed', image)
    expect(only(pulled, step('build-image:api', 'running', image))).toBe(
      'image | acme/api | running | Building…',
    )
    expect(only(pulled, step('build-image:api', 'done', image))).toBe('image | acme/api | done | Built')
    expect(only(pulled, step('build-image:api', 'failed', image))).toBe('image | acme/api | failed | Failed')
  })

  it('calls a container recreated that was made anew, whatever its last step was', () => {
    expect(
      only(
        step('create-container:web:1', 'done'),
        step('remove-container:web:1', 'done'),
        step('rename-container:web:1', 'done'),
      ),
    ).toBe('service | web 1 | done | Recreated')
  })

  it('lists groups in the order in which they first appear', () => {
    const groups = toTimeline([
      step('create-network:default', 'done', { group: 'network shop_default' }),
      step('create-container:web:1', 'pending'),
      step('remove-network:old', 'pending', { group: 'network shop_default' }),
    ])
    expect(groups.map(({ id, steps }) => `${id} ${steps.length}`)).toEqual([
      'network shop_default 2',
      'service web 1 1',
    ])
  })

  it('keeps a rollback apart from what it undoes', () => {
    const groups = toTimeline([
      step('start-container:web:1', 'failed'),
      step('start-container:old', 'done', { isRollback: true }),
    ])
    expect(groups.map(({ isRollback, state }) => [isRollback, state])).toEqual([
      [false, 'failed'],
      [true, 'done'],
    ])
  })

  it('runs from the first start to the last end, and has no end while anything can still happen', () => {
    const times = { startedAt: '2026-01-01T00:00:01Z', finishedAt: '2026-01-01T00:00:02Z' }
    const later = { startedAt: '2026-01-01T00:00:03Z', finishedAt: '2026-01-01T00:00:09Z' }
    const [ended] = toTimeline([
      step('create-container:1', 'done', times),
      step('start-container:1', 'done', later),
    ])
    expect([ended?.startedAt, ended?.finishedAt]).toEqual([times.startedAt, later.finishedAt])
    const [going] = toTimeline([
      step('create-container:1', 'done', times),
      step('start-container:1', 'pending'),
    ])
    expect(going?.finishedAt).toBeUndefined()
  })
})
