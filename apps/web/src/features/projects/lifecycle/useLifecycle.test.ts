import { afterEach, expect, it, vi } from 'vitest'
import { createApp } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useLifecycle } from './useLifecycle.ts'

const start = (reply: Response) => {
  const fetching = vi.fn<typeof fetch>(async () => reply)
  vi.stubGlobal('fetch', fetching)
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', component: {} },
      { path: '/:project/:operation', name: 'operation', component: {} },
    ],
  })
  const app = createApp({}).use(router)
  return { ...app.runWithContext(() => useLifecycle('shop')), router, fetching }
}

afterEach(() => vi.unstubAllGlobals())

it.each([
  ['web', '/api/v1/projects/shop/services/web/restart'],
  [undefined, '/api/v1/projects/shop/restart'],
])('restarts %s and opens the operation', async (service, url) => {
  const { run, router, fetching } = start(Response.json({ id: 'op1' }, { status: 202 }))
  await run('restart', service)
  expect(fetching.mock.calls.map(([asked, init]) => [asked, init?.method])).toEqual([[url, 'POST']])
  expect(router.currentRoute.value.path).toBe('/shop/op1')
})

it('stays where it is and says why when it was refused', async () => {
  const problem = { type: 'x', title: 'Refused', status: 409, code: 'PLAN_BLOCKED', detail: 'Why.' }
  const { run, error, router } = start(Response.json(problem, { status: 409 }))
  await run('stop', 'web')
  expect(error.value).toMatchObject({ code: 'PLAN_BLOCKED' })
  expect(router.currentRoute.value.path).toBe('/')
})
