import { createFakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { toDesiredState } from '../desired/to-desired-state.ts'
import { observe, observeTarget } from '../observed/observe.ts'
import { isEmptyPlan } from '../plan/format/format-plan.ts'
import { planUp } from '../plan/up.ts'
import { applyTo, containersOf, up } from '../testing/converge-on.ts'
import { projectFrom } from '../testing/states.ts'

const file = `
name: shop
services:
  web: {image: host.test/web, build: /web, pull_policy: POLICY}
`

describe('an image that can be pulled or built', () => {
  it('R1: is pulled, and not built when that works', async () => {
    const engine = createFakeEngine({ registry: [{ reference: 'host.test/web' }] })
    const { result } = await up(engine, file.replace('POLICY', 'missing'))
    expect(result).toMatchObject({ outcome: 'succeeded', failures: [] })
    expect(result.actions).toMatchObject({ 'pull-image:host.test/web': 'done', 'build-image:web': 'skipped' })
  })

  it('R1: is built when it cannot be pulled, and what the registry said is told', async () => {
    const engine = createFakeEngine()
    const { result } = await up(engine, file.replace('POLICY', 'missing'))
    expect(result.outcome).toBe('succeeded')
    expect(result.actions).toMatchObject({ 'pull-image:host.test/web': 'failed', 'build-image:web': 'done' })
    expect(result.failures).toMatchObject([{ code: 'ENGINE_IMAGE_NOT_FOUND' }])
    expect(await containersOf(engine)).toEqual(['shop-web-1 running'])
  })

  it('R1: fails for what its build said, not for what the registry did', async () => {
    const engine = createFakeEngine({ build: () => ({ failure: { step: 'RUN make', output: 'no rule' } }) })
    const { result } = await up(engine, file.replace('POLICY', 'missing'))
    expect(result).toMatchObject({
      outcome: 'failed',
      failures: [{ code: 'ENGINE_BUILD_FAILED' }, { code: 'ENGINE_IMAGE_NOT_FOUND' }],
    })
  })

  it('R2: stays as it is when a pull that is due fails', async () => {
    const engine = createFakeEngine({ images: [{ reference: 'host.test/web' }] })
    await up(engine, file.replace('POLICY', 'missing'))
    const before = await engine.inspectContainer('shop-web-1')
    const { result } = await up(engine, file.replace('POLICY', 'always'))
    expect(result.outcome).toBe('succeeded')
    expect(result.failures).toMatchObject([{ code: 'ENGINE_IMAGE_NOT_FOUND' }])
    expect((await engine.inspectContainer('shop-web-1')).Id).toBe(before.Id)
  })
})

describe('a build', () => {
  it('tells each of its steps, with how long it took and whether it was cached', async () => {
    const step = { kind: 'step', id: 'd1', name: '[2/2] RUN make', state: 'cached', durationMs: 7 } as const
    const engine = createFakeEngine({ build: () => ({ events: [step] }) })
    const { events } = await up(engine, 'name: shop\nservices: {web: {build: /web}}')
    expect(events).toContainEqual({
      kind: 'action-step',
      action: 'build-image:web',
      at: expect.any(Number),
      step: { id: 'd1', name: '[2/2] RUN make', state: 'cached', durationMs: 7 },
    })
  })
})

describe('digests that are pinned', () => {
  it('R86: bring what the registry has now under the name of the file, and nothing the next time', async () => {
    const file = 'name: shop\nservices: {web: {image: "host.test/web:1"}}'
    const engine = createFakeEngine({
      images: [{ reference: 'host.test/web:1', content: 'old' }],
      registry: [{ reference: 'host.test/web:1', content: 'new' }],
    })
    const planPinned = async () => {
      const desired = toDesiredState(projectFrom(file))
      const observed = await observe(engine, observeTarget(desired, { pinDigests: true }))
      return planUp(desired, observed, { pinDigests: true })
    }
    const digest = await engine.resolveDigest('host.test/web:1')
    const plan = await planPinned()
    expect(plan.actions).toContainEqual(expect.objectContaining({ kind: 'pull-image', digest }))
    expect((await applyTo(engine, plan)).result.outcome).toBe('succeeded')
    const { Image, Config } = await engine.inspectContainer('shop-web-1')
    expect([Image, Config.Image]).toEqual([digest, 'host.test/web:1'])
    expect(isEmptyPlan(await planPinned())).toBe(true)
  })
})
