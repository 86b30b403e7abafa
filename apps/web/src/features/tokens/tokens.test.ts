import type { ApiToken } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import TokensPage from './TokensPage.vue'

const ci: ApiToken = {
  id: 't2',
  name: 'ci',
  role: 'developer',
  prefix: 'berth_t2',
  createdAt: '2026-01-02T00:00:00Z',
  expiresAt: '2126-01-01T00:00:00Z',
  lastUsedAt: null,
}
const old: ApiToken = { ...ci, id: 't1', name: 'old script', createdAt: '2026-01-01T00:00:00Z' }

async function show(...answers: (Response | Promise<Response>)[]) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return answers.shift()
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'admin', permissions: ['token:write'] },
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/', component: {} }],
  })
  const page = mount(TokensPage, {
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      stubs: { UIcon: true, UModal: true },
    },
  })
  await flushPromises()
  return { page, asked }
}

const listed = (...tokens: ApiToken[]) => Response.json({ tokens })

afterEach(() => vi.unstubAllGlobals())

describe('the API tokens', () => {
  it('are waited for', async () => {
    const { page } = await show(new Promise(() => {}))
    expect(page.find('[aria-label="API tokens"]').exists()).toBe(false)
    expect(page.text()).not.toContain('No tokens yet')
  })

  it('say why they cannot be read', async () => {
    const body = { status: 503, code: 'INTERNAL', title: 'x', detail: 'The disk is full.' }
    const { page } = await show(Response.json(body, { status: 503 }))
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('are explained while there are none', async () => {
    const { page } = await show(listed())
    expect(page.text()).toContain('No tokens yet')
  })

  it('go on where the page ended', async () => {
    const first = Response.json({ tokens: [ci], nextCursor: '2_t2' })
    const { page, asked } = await show(first, listed(old))
    const names = () => page.findAll('[aria-label="API tokens"] > li').map((row) => row.text())
    expect(names()).toEqual([expect.stringContaining('ci')])
    await page
      .findAll('button')
      .find((button) => button.text() === 'Show older ones')
      ?.trigger('click')
    await flushPromises()
    expect(asked[1]).toContain('cursor=2_t2')
    expect(names()).toEqual([expect.stringContaining('ci'), expect.stringContaining('old script')])
    expect(page.text()).not.toContain('Show older ones')
  })
})
