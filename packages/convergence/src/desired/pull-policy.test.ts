import { describe, expect, it } from 'vitest'
import { pullPolicy } from './pull-policy.ts'

const hour = 3_600_000

describe('pullPolicy', () => {
  it.each([
    ['missing', { pull: 'missing' }],
    ['if_not_present', { pull: 'missing' }],
    ['always', { pull: 'always' }],
    ['never', { pull: 'never' }],
    ['build', { pull: 'build' }],
    ['daily', { pull: 'refresh', refreshAfterMs: 24 * hour }],
    ['weekly', { pull: 'refresh', refreshAfterMs: 168 * hour }],
    ['every_12h', { pull: 'refresh', refreshAfterMs: 12 * hour }],
    ['every_1w2d3h4m5s', { pull: 'refresh', refreshAfterMs: (168 + 48 + 3) * hour + 245_000 }],
  ])('reads %s', (pull_policy, policy) => {
    expect(pullPolicy({ name: 'web', image: 'app', pull_policy })).toEqual(policy)
  })

  it('never pulls an image that is only named after its project', () => {
    expect(pullPolicy({ name: 'web', pull_policy: 'always' })).toEqual({ pull: 'missing' })
  })
})
