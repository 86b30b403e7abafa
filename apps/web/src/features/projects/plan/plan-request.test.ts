import { describe, expect, it } from 'vitest'
import { planRequestOf, toApplyBody, toCurl, toPlanBody, withoutPlan } from './plan-request.ts'

describe('a plan in the address', () => {
  it.each([
    [{}, undefined],
    [{ plan: 'sideways' }, undefined],
    [{ plan: 'up' }, { kind: 'up', build: false, forceRecreate: false, removeOrphans: false, adopt: false }],
    [
      { plan: 'up', build: '1', force: '1' },
      { kind: 'up', build: true, forceRecreate: true, removeOrphans: false, adopt: false },
    ],
    [
      { plan: 'down', volumes: '1', orphans: '1', images: 'local' },
      { kind: 'down', volumes: true, removeImages: 'local', removeOrphans: true, adopt: false },
    ],
    [
      { plan: 'down', images: 'none' },
      { kind: 'down', volumes: false, removeOrphans: false, adopt: false },
    ],
  ])('%j is read as %j', (query, request) => {
    expect(planRequestOf(query)).toEqual(request)
  })

  it('leaves the rest of the address alone when it is closed', () => {
    expect(withoutPlan({ plan: 'up', build: '1', images: 'all', line: '3' })).toEqual({ line: '3' })
  })
})

describe('the request of a plan', () => {
  const up = { kind: 'up', build: true, forceRecreate: false, removeOrphans: false, adopt: false } as const

  it('says only what is switched on', () => {
    expect(toPlanBody(up)).toEqual({ kind: 'up', deploy: { build: true } })
    const down = { kind: 'down', volumes: false, removeOrphans: false, adopt: false } as const
    expect(toPlanBody({ ...down, removeImages: undefined })).toEqual({ kind: 'down', down: {} })
    expect(toPlanBody({ ...down, removeImages: 'all' })).toEqual({
      kind: 'down',
      down: { removeImages: 'all' },
    })
  })

  it('names the digest of the plan that was shown', () => {
    expect(toApplyBody(up, 'd1')).toEqual({ planDigest: 'd1', build: true })
  })

  it('can be repeated in a shell, without the digest', () => {
    const text = toCurl('http://berth:7420', { project: 'shop' }, up)
    expect(text).toContain('curl -X POST http://berth:7420/api/v1/projects/shop/deployments')
    expect(text).toContain(`-d '{"build":true}'`)
    expect(text).not.toContain('planDigest')
  })
})
