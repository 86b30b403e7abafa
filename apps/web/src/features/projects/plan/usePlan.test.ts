import type { PlanView } from '@berth/contract'
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import type { PlanRequest } from './plan-request.ts'
import { usePlan } from './usePlan.ts'

const plan = (digest: string): PlanView => ({
  project: 'shop',
  kind: 'up',
  digest,
  isEmpty: false,
  actions: [],
  services: [],
  objects: [],
  needs: { ports: [], names: [], images: [] },
  notices: [],
  problems: [],
  text: '',
})
const refused = (status: number, code: string) =>
  Response.json({ type: 'x', title: 'Refused', status, code, detail: 'Why.' }, { status })

const up: PlanRequest = { kind: 'up', build: false, forceRecreate: false, removeOrphans: false, adopt: false }
const scope = effectScope()

const start = (...replies: Response[]) => {
  const fetching = vi.fn<typeof fetch>()
  for (const reply of replies) fetching.mockResolvedValueOnce(reply)
  vi.stubGlobal('fetch', fetching)
  const request = shallowRef<PlanRequest | undefined>(up)
  const made = scope.run(() => usePlan(() => ({ project: 'shop', request: request.value })))
  if (made === undefined) throw new Error('The scope has ended')
  const sent = () => fetching.mock.calls.map(([url, init]) => `${String(url)} ${String(init?.body)}`)
  return { ...made, request, sent }
}

afterEach(() => vi.unstubAllGlobals())

describe('usePlan', () => {
  it('applies exactly the plan that is shown', async () => {
    const { plan: shown, apply, sent } = start(Response.json(plan('d1')), Response.json({ id: 'op1' }))
    await flushPromises()
    expect(shown.value?.digest).toBe('d1')
    await expect(apply()).resolves.toMatchObject({ id: 'op1' })
    expect(sent().at(-1)).toBe('/api/v1/projects/shop/deployments {"planDigest":"d1"}')
  })

  it('sends what the person says about it', async () => {
    const { apply, sent } = start(Response.json(plan('d1')), Response.json({ id: 'op1' }))
    await flushPromises()
    await apply('Version 2.4')
    expect(sent().at(-1)).toBe(
      '/api/v1/projects/shop/deployments {"planDigest":"d1","message":"Version 2.4"}',
    )
  })

  it('shows the new plan, and starts nothing, when the old one is stale', async () => {
    const {
      plan: shown,
      apply,
      isRenewed,
      error,
    } = start(Response.json(plan('d1')), refused(409, 'PLAN_STALE'), Response.json(plan('d2')))
    await flushPromises()
    await expect(apply()).resolves.toBeUndefined()
    expect([shown.value?.digest, isRenewed.value, error.value]).toEqual(['d2', true, undefined])
  })

  it('keeps the plan and tells the error when it is refused for another reason', async () => {
    const {
      plan: shown,
      apply,
      isRenewed,
      error,
    } = start(Response.json(plan('d1')), refused(429, 'OPERATION_QUEUE_FULL'))
    await flushPromises()
    await apply()
    expect(shown.value?.digest).toBe('d1')
    expect(isRenewed.value).toBe(false)
    expect(error.value).toMatchObject({ code: 'OPERATION_QUEUE_FULL' })
  })

  it('plans anew when the options change, and not at all when it is closed', async () => {
    const { plan: shown, request, sent } = start(Response.json(plan('d1')), Response.json(plan('d2')))
    await flushPromises()
    request.value = { ...up, forceRecreate: true }
    await flushPromises()
    expect(shown.value?.digest).toBe('d2')
    request.value = undefined
    await flushPromises()
    expect(shown.value).toBeUndefined()
    expect(sent()).toHaveLength(2)
  })
})
