import type { AuditEntry } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import AuditPage from './AuditPage.vue'

const entry: AuditEntry = {
  seq: 2,
  at: '2026-01-01T00:00:00Z',
  actor: { kind: 'token', name: 'ci', user: 'grace' },
  address: '10.0.0.7',
  action: 'deployProject',
  target: 'POST /api/v1/projects/shop/deployments',
  project: 'shop',
  status: 422,
  outcome: 'denied',
  code: 'POLICY_VIOLATION',
  after: { services: ['web'] },
  hash: 'abc',
}
const whole = { isWhole: true, entries: 2, head: { seq: 2, hash: 'abc' } }

async function show(list: () => Response | Promise<Response>, { chain = whole as object, at = '/' } = {}) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    if (url.includes('/audit/verify')) return Response.json(chain)
    asked.push(url)
    return list()
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  await router.push(at)
  const page = mount(AuditPage, {
    global: { plugins: [router, [VueQueryPlugin, { queryClient }]] as never[], stubs: { UIcon: true } },
  })
  await flushPromises()
  return { page, asked, router }
}

const entries = (...all: AuditEntry[]) => Response.json({ entries: all })

afterEach(() => vi.unstubAllGlobals())

it('is waited for', async () => {
  const { page } = await show(() => new Promise(() => {}))
  expect(page.find('[aria-label="Reading the audit"]').exists()).toBe(true)
})

it('says why it cannot be read', async () => {
  const refused = { status: 403, code: 'ACCESS_DENIED', title: 'x', detail: 'You may not.' }
  const { page } = await show(() => Response.json(refused, { status: 403 }))
  expect(page.get('[role=alert]').text()).toContain('You may not.')
})

it('is empty, or nothing in it is like that', async () => {
  expect((await show(() => entries())).page.text()).toContain('Nothing yet')
  const { page, asked } = await show(() => entries(), { at: '/?outcome=denied&user=ada' })
  expect(page.text()).toContain('No entry is like that')
  expect(asked[0]).toContain('outcome=denied')
  expect(asked[0]).toContain('user=ada')
})

it('tells who asked for what, what came of it, and the rest when asked', async () => {
  const { page } = await show(() => entries(entry))
  const row = page.get('[aria-label=Audit] li')
  expect(row.text()).toContain('deployProject shop')
  expect(row.text()).toContain('grace, by the token ci')
  expect(row.text()).toContain('Denied')
  expect(row.text()).not.toContain('services')
  await page.get('[aria-label="Details of entry 2"]').trigger('click')
  expect(row.text()).toContain('"services"')
  expect(page.text()).toContain('2 entries, and all are as written')
})

it('is narrowed by user and project, in the address', async () => {
  const { page, router, asked } = await show(() => entries(entry))
  await page.get('input[aria-label=User]').setValue('grace')
  await page.get('input[aria-label=User]').trigger('change')
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ user: 'grace' })
  expect(asked.at(-1)).toContain('user=grace')
})

it('goes on where the page ended', async () => {
  const pages = [
    Response.json({ entries: [entry], nextCursor: '2' }),
    entries({ ...entry, seq: 1, actor: null, outcome: 'failed' }),
  ]
  const { page, asked } = await show(() => pages.shift() ?? entries())
  const more = page.findAll('button').find((button) => button.text() === 'Show older ones')
  await more?.trigger('click')
  await flushPromises()
  expect(asked[1]).toContain('cursor=2')
  expect(page.findAll('[aria-label=Audit] li').at(1)?.text()).toContain('Nobody who is signed in')
})

it('says when somebody has changed it', async () => {
  const { page } = await show(() => entries(entry), {
    chain: { isWhole: false, entries: 2, brokenAt: 1 },
  })
  expect(page.get('[role=alert]').text()).toContain('Somebody has changed the audit, at entry 1')
})
