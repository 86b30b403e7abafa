import type { Permission, PolicyException, RolePolicy } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { rememberSession } from '../../api/session.ts'
import { announcerKey, createAnnouncer } from '../../ui/announcer.ts'
import PoliciesPage from './PoliciesPage.vue'

const developer: RolePolicy = {
  role: 'developer',
  base: 'strict',
  rules: { privileged: 'refuse', ports: { allowed: ['20000-29999'], others: 'refuse' } },
  isUsual: false,
  isAdvisory: false,
  etag: '"v1"',
  updatedAt: '2026-01-01T00:00:00Z',
  updatedBy: 'ada',
}
const exception: PolicyException = {
  id: 'exc_1',
  rule: 'binds',
  project: 'shop',
  reason: 'a demo',
  state: 'active',
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'ada',
  expiresAt: '2026-01-02T00:00:00Z',
}
const problem = (status: number, code: string, detail: string) =>
  Response.json({ status, code, title: 'x', detail }, { status })

type Answers = Readonly<Record<string, () => Response | Promise<Response>>>

const usual: Answers = {
  'GET /api/v1/policies': () => Response.json({ policies: [developer] }),
  'GET /api/v1/policies/exceptions': () => Response.json({ exceptions: [] }),
}

async function show(answers: Answers = {}, permissions: Permission[] = ['policy:write', 'project:write']) {
  const sent: { what: string; body: unknown; ifMatch: string | undefined }[] = []
  const all: Answers = { ...usual, ...answers }
  vi.stubGlobal(
    'fetch',
    async (
      url: string,
      { method, body, headers }: { method: string; body?: string; headers: Record<string, string> },
    ) => {
      const what = `${method} ${url.split('?')[0]}`
      if (method !== 'GET') {
        const ifMatch = new Headers(headers).get('if-match') ?? undefined
        sent.push({ what, body: body === undefined ? undefined : JSON.parse(body), ifMatch })
      }
      return all[what]?.() ?? problem(404, 'NOT_FOUND', what)
    },
  )
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'admin', permissions },
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
  const page = mount(PoliciesPage, {
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      provide: { [announcerKey]: createAnnouncer() },
      stubs: { UIcon: true, UModal: { template: '<div><slot name="body" /><slot name="footer" /></div>' } },
    },
  })
  await flushPromises()
  const submit = async (at: string) => {
    await page.get(at).trigger('submit')
    await flushPromises()
  }
  return { page, sent, submit }
}

const policyForm = '[aria-labelledby=policies] form'
const testerForm = '[aria-labelledby=tester] form'

afterEach(() => vi.unstubAllGlobals())

describe('the policies', () => {
  it('are waited for', async () => {
    const { page } = await show({ 'GET /api/v1/policies': () => new Promise(() => {}) })
    expect(page.find('[aria-label="Reading the policies"]').exists()).toBe(true)
  })

  it('say why they cannot be read', async () => {
    const { page } = await show({
      'GET /api/v1/policies': () => problem(503, 'INTERNAL', 'The disk is full.'),
    })
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('say that nobody has written one', async () => {
    const { updatedAt: _at, updatedBy: _by, ...none } = developer
    const policies = [{ ...none, rules: {}, isUsual: true }]
    const { page } = await show({ 'GET /api/v1/policies': () => Response.json({ policies }) })
    expect(page.text()).toContain('Nobody has written one for this role yet')
  })

  it('are saved as they were read, with what was changed', async () => {
    const { page, sent, submit } = await show({
      'PUT /api/v1/policies/developer': () => Response.json({ ...developer, etag: '"v2"' }),
    })
    await page.get('textarea[aria-label="Ports of the host: entries"]').setValue('80\n443')
    await submit(policyForm)
    expect(sent).toEqual([
      {
        what: 'PUT /api/v1/policies/developer',
        ifMatch: '"v1"',
        body: {
          base: 'strict',
          rules: { privileged: 'refuse', ports: { allowed: ['80', '443'], others: 'refuse' } },
        },
      },
    ])
  })

  it('say that somebody was faster, and offer what is there now', async () => {
    const { page, submit } = await show({
      'PUT /api/v1/policies/developer': () => problem(412, 'FILES_CHANGED', 'They are not those.'),
    })
    await submit(policyForm)
    expect(page.get('[role=alert]').text()).toContain('They are not those.')
    expect(page.findAll('button').map((button) => button.text())).toContain('Read theirs')
  })

  it('are to be read only by who may not change them', async () => {
    const { page } = await show({}, [])
    const names = page.findAll('button').map((button) => button.text())
    expect(names).not.toContain('Save policy')
    expect(names).not.toContain('New exception')
  })
})

describe('the tester', () => {
  const check = 'POST /api/v1/policies/developer/check'

  it('tells what is refused, where and by which rule', async () => {
    const finding = {
      rule: 'privileged',
      verdict: 'refuse',
      service: 'web',
      message: 'The container may do everything that the host may.',
      file: 'compose.yaml',
      line: 4,
      column: 5,
    }
    const { page, sent, submit } = await show({
      [check]: () => Response.json({ verdict: 'refuse', findings: [finding] }),
    })
    await page.get(`${testerForm} textarea`).setValue('services: {}')
    await submit(testerForm)
    expect(sent).toMatchObject([{ what: check, body: { content: 'services: {}' } }])
    const told = page.get('[aria-labelledby=tester]').text()
    expect(told).toContain('It is refused')
    expect(told).toContain('compose.yaml:4:5')
    expect(told).toContain('Refused by privileged')
  })

  it('says that a file may be deployed', async () => {
    const { page, submit } = await show({ [check]: () => Response.json({ verdict: 'allow', findings: [] }) })
    await page.get(`${testerForm} textarea`).setValue('services: {}')
    await submit(testerForm)
    expect(page.get('[aria-labelledby=tester]').text()).toContain('It may be deployed')
  })

  it('says what is wrong with a text', async () => {
    const { page, submit } = await show({
      [check]: () => problem(422, 'COMPOSE_INVALID', 'There is a fault.'),
    })
    await page.get(`${testerForm} textarea`).setValue('services')
    await submit(testerForm)
    expect(page.get('[aria-labelledby=tester] [role=alert]').text()).toContain('There is a fault.')
  })
})

describe('exceptions', () => {
  const list = 'GET /api/v1/policies/exceptions'

  it('are none at first', async () => {
    const { page } = await show()
    expect(page.text()).toContain('No exceptions yet')
  })

  it('say why they cannot be read', async () => {
    const { page } = await show({ [list]: () => problem(503, 'INTERNAL', 'The disk is full.') })
    expect(page.get('[aria-labelledby=exceptions] [role=alert]').text()).toContain('The disk is full.')
  })

  it('are told with whose they are, and end when somebody says so', async () => {
    const { page, sent } = await show({
      [list]: () =>
        Response.json({ exceptions: [exception, { ...exception, id: 'exc_0', state: 'expired' }] }),
      'DELETE /api/v1/policies/exceptions/exc_1': () => new Response(null, { status: 204 }),
    })
    const rows = page.findAll('[aria-label=Exceptions] li')
    expect(rows[0]?.text()).toContain('Folders of the host: shop')
    expect(rows[0]?.text()).toContain('a demo')
    expect(rows[1]?.text()).toContain('Ended')
    await page.get('[aria-label="Revoke the exception for shop"]').trigger('click')
    await flushPromises()
    expect(sent).toMatchObject([{ what: 'DELETE /api/v1/policies/exceptions/exc_1' }])
  })

  it('are granted to somebody for a reason', async () => {
    const { page, sent, submit } = await show({
      'POST /api/v1/policies/exceptions': () => Response.json(exception, { status: 201 }),
    })
    await submit('#new-exception')
    expect(page.get('#new-exception [role=alert]').text()).toContain('Name a project')
    await page.get('#new-exception input[name=project], #new-exception input').setValue('shop')
    const [, , reason] = page.findAll('#new-exception input')
    await reason?.setValue('a demo')
    await submit('#new-exception')
    expect(sent).toMatchObject([{ body: { rule: 'binds', project: 'shop', reason: 'a demo' } }])
  })
})
