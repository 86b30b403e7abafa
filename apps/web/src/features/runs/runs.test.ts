import type { Permission, ProjectDetail, Run } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Feed, FeedEvent, Subscriber } from '../../api/feed.ts'
import { rememberSession } from '../../api/session.ts'
import { feedKey } from '../../api/useFeed.ts'
import { announcerKey, createAnnouncer } from '../../ui/announcer.ts'
import RunPage from './RunPage.vue'
import RunsTab from './RunsTab.vue'

const run: Run = {
  id: 'run_1',
  project: 'shop',
  name: 'shop-run-4711',
  buildId: '4711',
  service: 'tests',
  state: 'failed',
  cause: 'exit',
  exitCode: 3,
  actor: { kind: 'token', name: 'ci', user: 'ada' },
  version: 3,
  queuedAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:41Z',
  durationMs: 41_000,
  services: [{ service: 'db', state: 'healthy', running: 1, wanted: 1, addresses: [] }],
  notes: [],
  logTail: ['bye'],
  logsUrl: '/api/v1/runs/run_1/logs',
  artifacts: [
    {
      name: 'junit.xml',
      path: '/reports/junit.xml',
      sizeBytes: 12,
      url: '/api/v1/runs/run_1/artifacts/junit.xml',
    },
    { name: 'cover', path: '/cover', error: 'There is no /cover in the container.' },
  ],
  environment: 'gone',
}
const running: Run = {
  ...run,
  state: 'running',
  exitCode: null,
  artifacts: [],
  environment: 'up',
  version: 2,
}

const problem = (status: number, code: string, title: string) =>
  Response.json({ status, code, title, detail: 'Why.', fix: 'Do this.' }, { status })

/** Answers by the path, and keeps what was sent. */
function answer(answers: Readonly<Record<string, () => Response | Promise<Response>>>) {
  const sent: { method: string; path: string; body: unknown }[] = []
  vi.stubGlobal(
    'fetch',
    async (url: string, { method = 'GET', body }: { method?: string; body?: string }) => {
      const path = url.replace('/api/v1', '').split('?')[0] ?? ''
      sent.push({ method, path, body: body === undefined ? undefined : JSON.parse(body) })
      const reply = answers[`${method} ${path}`]
      if (reply === undefined) throw new Error(`Nothing answers ${method} ${path}`)
      return reply()
    },
  )
  return sent
}
afterEach(() => vi.unstubAllGlobals())

async function show(page: Component, { props = {}, may = ['run:create'] as Permission[] } = {}) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const user = { name: 'ada', role: 'developer', permissions: ['project:read', ...may] } as const
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { ...user, permissions: [...user.permissions] },
  })
  const subscribers: Subscriber[] = []
  const feed: Feed = {
    status: shallowRef('open'),
    subscribe: (_topic, subscriber) => {
      subscribers.push(subscriber)
      return () => {}
    },
    setHidden: () => {},
    close: () => {},
  }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/projects/:project/runs', name: 'runs', component: {} },
      { path: '/projects/:project/runs/:run', name: 'run', component: {} },
      { path: '/:path(.*)*', component: {} },
    ],
  })
  await router.push('/projects/shop/runs/run_1')
  const mounted = mount(page, {
    props,
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]],
      provide: { [feedKey as symbol]: feed, [announcerKey as symbol]: createAnnouncer() },
      stubs: {
        UIcon: true,
        UModal: {
          props: ['open'],
          template: '<div v-if="open"><slot name="body" /><slot name="footer" /></div>',
        },
      },
    },
  })
  const publish = async (payload: Run) => {
    const event = { op: 'event', topic: 'project:shop', seq: 2, name: 'run.changed', payload } as FeedEvent
    for (const subscriber of subscribers) subscriber.event(event)
    await flushPromises()
  }
  await flushPromises()
  return { page: mounted, publish, router }
}

// Safe: what the tab reads of a project.
const project = {
  name: 'shop',
  services: [{ name: 'web' }],
  source: { kind: 'files' },
} as unknown as ProjectDetail
const list = 'GET /projects/shop/runs'

describe('the runs of a project', () => {
  it('are being read, then listed with how they ended', async () => {
    const held = Promise.withResolvers<Response>()
    answer({ [list]: () => held.promise })
    const { page } = await show(RunsTab, { props: { project } })
    expect(page.html()).toContain('Reading the runs')
    held.resolve(Response.json({ runs: [run] }))
    await flushPromises()
    const [row] = page.findAll('li')
    expect(row?.text()).toMatch(/Failed.*4711.*tests.*exit 3 · 41 s.*ci/s)
    expect(row?.get('a').attributes('href')).toBe('/projects/shop/runs/run_1')
  })

  it('say what they are where there are none', async () => {
    answer({ [list]: () => Response.json({ runs: [] }) })
    const { page } = await show(RunsTab, { props: { project } })
    expect(page.text()).toContain('No runs yet')
  })

  it('say why they could not be read, and are read again on demand', async () => {
    let reply = () => problem(503, 'ENGINE_UNREACHABLE', 'No answer')
    answer({ [list]: () => reply() })
    const { page } = await show(RunsTab, { props: { project } })
    expect(page.get('[role=alert]').text()).toContain('Do this.')
    reply = () => Response.json({ runs: [run] })
    await page.get('[role=alert] button').trigger('click')
    await flushPromises()
    expect(page.text()).toContain('4711')
  })

  it('are read again when one changes', async () => {
    let state: Run = running
    answer({ [list]: () => Response.json({ runs: [state] }) })
    const { page, publish } = await show(RunsTab, { props: { project } })
    expect(page.text()).toContain('Running')
    state = run
    await publish(run)
    expect(page.text()).toContain('exit 3')
  })

  it('are not started by somebody who may only look', async () => {
    answer({ [list]: () => Response.json({ runs: [run] }) })
    const { page } = await show(RunsTab, { props: { project }, may: [] })
    expect(page.text()).not.toContain('Start a run')
  })

  it('are started with what is filled in, and shown', async () => {
    const sent = answer({
      [list]: () => Response.json({ runs: [] }),
      'POST /projects/shop/runs': () => Response.json({ ...run, id: 'run_2' }, { status: 202 }),
    })
    const { page, router } = await show(RunsTab, { props: { project } })
    await page.get('button').trigger('click')
    const [service, buildId] = page.findAll('input')
    await service?.setValue('tests')
    await buildId?.setValue('NOT allowed')
    await page.get('form').trigger('submit')
    expect(page.text()).toContain('Small letters')
    await buildId?.setValue('4711')
    await page.get('textarea').setValue('/reports/junit.xml\n')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(sent.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual([
      { service: 'tests', buildId: '4711', timeout: '15m', artifacts: ['/reports/junit.xml'] },
    ])
    expect(router.currentRoute.value.params.run).toBe('run_2')
  })

  it('that are refused say why, in the dialogue', async () => {
    answer({
      [list]: () => Response.json({ runs: [] }),
      'POST /projects/shop/runs': () => problem(409, 'RUN_EXISTS', 'There is one'),
    })
    const { page } = await show(RunsTab, { props: { project } })
    await page.get('button').trigger('click')
    await page.get('input').setValue('tests')
    await page.get('form').trigger('submit')
    await flushPromises()
    expect(page.get('form [role=alert]').text()).toContain('There is one')
  })
})

const line = (text: string) => `${JSON.stringify({ time: '', service: 'tests', stream: 'stdout', text })}\n`
const read = 'GET /runs/run_1'
const log = 'GET /runs/run_1/logs'

describe('one run', () => {
  it('shows its result, log and artifacts', async () => {
    answer({
      [read]: () => Response.json(run),
      [log]: () => new Response(`${line('1 failed')}\n${line('bye')}`),
    })
    const { page } = await show(RunPage)
    await vi.waitFor(() => expect(page.get('[aria-label="Lines of the log"]').text()).toContain('bye'))
    expect(page.get('output').text()).toBe('Failed')
    expect(page.get('dl').text()).toMatch(/exit 3.*4711.*Removed, nothing is left.*db healthy/s)
    expect(page.get('a[download="junit.xml"]').attributes('href')).toBe(
      '/api/v1/runs/run_1/artifacts/junit.xml',
    )
    expect(page.text()).toContain('There is no /cover in the container.')
    expect(page.findAll('button').map((button) => button.text())).not.toContain('Cancel')
  })

  it('keeps the newer state when an older event arrives late, and is cancelled while it runs', async () => {
    const sent = answer({
      [read]: () => Response.json(running),
      [log]: () => new Response(''),
      'POST /runs/run_1/cancel': () => Response.json({ ...run, state: 'cancelled', version: 5 }),
    })
    const { page, publish } = await show(RunPage)
    expect(page.get('output').text()).toBe('Running')
    await publish({ ...running, state: 'queued', version: 1 })
    expect(page.get('output').text()).toBe('Running')
    await page
      .findAll('button')
      .find((button) => button.text() === 'Cancel')
      ?.trigger('click')
    await flushPromises()
    expect(sent.some(({ method }) => method === 'POST')).toBe(true)
    expect(page.get('output').text()).toBe('Cancelled')
  })

  it('offers to remove an environment that is kept', async () => {
    const kept = { ...run, environment: 'kept' as const, keptUntil: '2026-01-01T02:00:00Z' }
    answer({ [read]: () => Response.json(kept), [log]: () => new Response('') })
    const { page } = await show(RunPage)
    expect(page.text()).toContain('Remove the environment')
  })

  it('says so when there is none', async () => {
    answer({ [read]: () => problem(404, 'RUN_NOT_FOUND', 'No such run') })
    const { page } = await show(RunPage)
    expect(page.text()).toContain('There is no such run')
  })

  it('says why it could not be read', async () => {
    answer({ [read]: () => problem(500, 'INTERNAL', 'Berth failed') })
    const { page } = await show(RunPage)
    expect(page.get('[role=alert]').text()).toContain('Berth failed')
  })
})
