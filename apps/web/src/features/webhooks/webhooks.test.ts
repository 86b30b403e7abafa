import type { Permission, ProjectDetail, Webhook, WebhookDelivery } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import WebhooksTab from './WebhooksTab.vue'

const shop: ProjectDetail = {
  name: 'shop',
  state: 'running',
  stateReason: '',
  runningServices: 1,
  totalServices: 1,
  ports: [],
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  activeOperation: null,
  services: [],
  diagnostics: [],
  files: ['compose.yaml'],
  source: { kind: 'files' },
  recovery: 'finish',
  composeFile: 'compose.yaml',
  filesEtag: '"e1"',
  seq: 1,
}
const hook: Webhook = {
  id: 'hk_1',
  project: 'shop',
  name: 'main',
  sender: 'github',
  branch: 'main',
  path: '/hooks/hk_1',
  user: 'ada',
  createdAt: '2026-01-01T00:00:00Z',
}
const deliveries: WebhookDelivery[] = [
  { id: 'dl_3', at: '2026-01-03T00:00:00Z', event: 'push to main', outcome: 'deployed', operation: 'op_1' },
  { id: 'dl_2', at: '2026-01-02T00:00:00Z', event: 'push to dev', outcome: 'ignored', detail: 'branch' },
]
const problem = { status: 503, code: 'INTERNAL', title: 'Berth failed', detail: 'The disk is full.' }

interface Sent {
  readonly method: string
  readonly url: string
  readonly body: unknown
}

async function show(
  answers: (Response | Promise<Response>)[],
  permissions: Permission[] = ['project:read', 'project:write', 'project:deploy'],
) {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (url: string, { method, body }: { method: string; body?: string }) => {
    sent.push({ method, url, body: body === undefined ? undefined : JSON.parse(body) })
    return answers.shift()
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'developer', permissions },
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/:project', name: 'project', component: {} },
      { path: '/:project/operations/:operation', name: 'operation', component: {} },
    ],
  })
  await router.push('/shop')
  const page = mount(WebhooksTab, {
    props: { project: shop },
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      stubs: { UIcon: true, UModal: { template: '<div><slot name="body" /><slot name="footer" /></div>' } },
    },
  })
  await flushPromises()
  const press = async (name: string) => {
    const button = page
      .findAll('button')
      .find((each) => (each.attributes('aria-label') ?? each.text()) === name)
    await button?.trigger('click')
    await flushPromises()
  }
  return { page, sent, press }
}

const listed = (...webhooks: Webhook[]) => Response.json({ webhooks })

afterEach(() => vi.unstubAllGlobals())

describe('the webhooks of a project', () => {
  it('are waited for', async () => {
    const { page } = await show([new Promise(() => {})])
    expect(page.find('[aria-label="Reading the webhooks"]').exists()).toBe(true)
  })

  it('are explained while there are none', async () => {
    const { page } = await show([listed()])
    expect(page.text()).toContain('No webhooks yet')
  })

  it('say why they cannot be read', async () => {
    const { page } = await show([Response.json(problem, { status: 503 })])
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('are listed with their sender, their filters and their user', async () => {
    const { page } = await show([listed(hook)])
    expect(page.get('ul').text()).toContain('GitHub · branch main · as ada')
  })

  it('are not to be changed by whoever may only look', async () => {
    const { page } = await show([listed(hook)], ['project:read'])
    const labels = page.findAll('ul button').map((button) => button.text())
    expect(labels).toEqual(['Deliveries'])
    expect(page.findAll('button').map((button) => button.text())).not.toContain('New webhook')
  })
})

it('shows the address and the secret of a new webhook once', async () => {
  const made = Response.json({ webhook: hook, secret: 'xyzzy' }, { status: 201 })
  const { page, sent, press } = await show([listed(), made, listed(hook)])
  const [name, branch] = page.findAll('form input')
  await name?.setValue('main')
  await branch?.setValue('main')
  await page.get('form').trigger('submit')
  await flushPromises()
  expect(sent[1]).toMatchObject({ method: 'POST', body: { name: 'main', sender: 'github', branch: 'main' } })
  expect(page.get('[aria-label=Secret]').text()).toBe('xyzzy')
  expect(page.get('[aria-label=Address]').text()).toBe(`${location.origin}/hooks/hk_1`)
  await press('I have it')
  expect(page.text()).not.toContain('xyzzy')
})

it('deletes a webhook only when that was said twice', async () => {
  const { page, sent, press } = await show([listed(hook), new Response(null, { status: 204 }), listed()])
  await press('Delete main…')
  expect(sent).toHaveLength(1)
  await press('Delete main')
  expect(sent[1]).toMatchObject({ method: 'DELETE', url: '/api/v1/projects/shop/webhooks/hk_1' })
  expect(page.text()).toContain('No webhooks yet')
})

it('gives a webhook another secret', async () => {
  const { page, press } = await show([listed(hook), Response.json({ webhook: hook, secret: 'plugh' })])
  await press('New secret for main…')
  await press('Make another secret')
  expect(page.get('[aria-label=Secret]').text()).toBe('plugh')
})

describe('the deliveries of a webhook', () => {
  const open = async (answer: Response | Promise<Response>) => {
    const shown = await show([listed(hook), answer])
    await shown.press('Deliveries of main')
    return shown
  }

  it('are told with what became of them', async () => {
    const { page } = await open(Response.json({ deliveries }))
    const rows = page.findAll('ul ul li')
    expect(rows.map((row) => row.text())).toEqual([
      expect.stringMatching(/Deployed.*push to main.*Operation/s),
      expect.stringMatching(/Ignored.*push to dev.*branch/s),
    ])
    expect(rows[0]?.get('a').attributes('href')).toBe('/shop/operations/op_1')
  })

  it('are waited for', async () => {
    const { page } = await open(new Promise(() => {}))
    expect(page.find('[aria-label="Reading the deliveries"]').exists()).toBe(true)
  })

  it('say that nothing has come yet', async () => {
    const { page } = await open(Response.json({ deliveries: [] }))
    expect(page.text()).toContain('Nothing has come yet.')
  })

  it('say why they cannot be read', async () => {
    const { page } = await open(Response.json(problem, { status: 503 }))
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })
})
