import type { Notification, Permission, ProjectSummary } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Feed, Subscriber } from '../../api/feed.ts'
import { rememberSession } from '../../api/session.ts'
import { feedKey } from '../../api/useFeed.ts'
import { announcerKey, createAnnouncer } from '../../ui/announcer.ts'
import NotificationBell from './NotificationBell.vue'
import NotificationPanel from './NotificationPanel.vue'

const at = '2026-01-01T00:00:00Z'
const idle: Notification = {
  id: 'nt_1',
  kind: 'copy-idle',
  project: 'shop-x',
  operation: 'op_1',
  text: 'shop-x was stopped: nobody used it for 12 hours. Its volumes are kept.',
  at,
  isRead: false,
}
const failed: Notification = {
  ...idle,
  id: 'nt_0',
  kind: 'operation-failed',
  project: 'shop',
  text: 'deploy of shop failed: no space left',
  isRead: true,
}
const copy: ProjectSummary = {
  name: 'shop-x',
  state: 'stopped',
  stateReason: '',
  runningServices: 0,
  totalServices: 1,
  ports: [],
  createdAt: at,
  updatedAt: at,
  owner: 'ada',
  parent: 'shop',
  idleHours: 12,
  activeOperation: null,
}

interface Shown {
  readonly notifications?: readonly Notification[]
  readonly projects?: readonly ProjectSummary[]
  readonly answer?: () => Response | Promise<Response>
}

/** Mounts the bell or its panel; what is asked besides the list and the projects is in `sent`. */
async function show(
  component: typeof NotificationBell | typeof NotificationPanel,
  { notifications = [], projects = [copy], answer }: Shown = {},
) {
  const sent: { method: string; url: string; body: unknown }[] = []
  const list = () =>
    Response.json({ notifications, unread: notifications.filter(({ isRead }) => !isRead).length, seq: 1 })
  vi.stubGlobal('fetch', async (url: string, { method, body }: { method: string; body?: string }) => {
    if (method === 'GET' && url.includes('/notifications')) return answer?.() ?? list()
    sent.push({ method, url, body: body === undefined ? undefined : JSON.parse(body) })
    return answer?.() ?? Response.json({})
  })
  const subscribers: Subscriber[] = []
  let seq = 1
  const feed: Feed = {
    status: shallowRef('open'),
    subscribe: (topic, subscriber) => {
      if (topic === 'notifications') subscribers.push(subscriber)
      return () => {}
    },
    setHidden: () => {},
    close: () => {},
  }
  const queryClient = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  })
  const permissions: Permission[] = ['project:read', 'project:write', 'project:deploy']
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'developer', permissions },
  })
  queryClient.setQueryData(['projects'], { projects, seq: 1 })
  const routes = [
    { path: '/', component: {} },
    { path: '/projects/:project', name: 'project', component: {} },
    { path: '/projects/:project/operations/:operation', name: 'operation', component: {} },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  const page = mount(component, {
    props: component === NotificationPanel ? { open: true } : {},
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      provide: { [feedKey as symbol]: feed, [announcerKey as symbol]: createAnnouncer() },
      stubs: {
        UIcon: true,
        USlideover: { template: '<div><slot name="body" /><slot name="footer" /></div>' },
      },
    },
  })
  await flushPromises()
  const press = async (name: string) => {
    const button = page
      .findAll('button')
      .find((each) => (each.attributes('aria-label') ?? each.text()) === name)
    if (button === undefined) throw new Error(`There is no button ${name}`)
    await button.trigger('click')
    await flushPromises()
  }
  const publish = async (payload: object) => {
    seq += 1
    const event = {
      op: 'event',
      topic: 'notifications',
      seq,
      name: 'notification.changed',
      payload,
    } as const
    for (const subscriber of subscribers) subscriber.event(event as never)
    await flushPromises()
  }
  return { page, sent, press, publish }
}

afterEach(() => vi.unstubAllGlobals())

describe('the bell', () => {
  it('counts what was not read, also what comes later', async () => {
    const { page, publish } = await show(NotificationBell, { notifications: [idle, failed] })
    expect(page.get('button').attributes('aria-label')).toBe('Notifications, 1 unread')
    await publish({ user: 'ada', unread: 2, notification: { ...idle, id: 'nt_2' } })
    expect(page.get('button').attributes('aria-label')).toBe('Notifications, 2 unread')
    await publish({ user: 'ada', unread: 0 })
    expect(page.get('button').attributes('aria-label')).toBe('Notifications')
  })

  it('has no number when everything is read', async () => {
    const { page } = await show(NotificationBell, { notifications: [failed] })
    expect([page.get('button').attributes('aria-label'), page.get('button').text()]).toEqual([
      'Notifications',
      '',
    ])
  })
})

describe('the notifications', () => {
  it('are waited for', async () => {
    const { page } = await show(NotificationPanel, { answer: () => new Promise(() => {}) })
    expect(page.find('[aria-label="Reading the notifications"]').exists()).toBe(true)
  })

  it('say why they cannot be read', async () => {
    const answer = () =>
      Response.json(
        { status: 500, code: 'INTERNAL', title: 'x', detail: 'The disk is full.' },
        { status: 500 },
      )
    const { page } = await show(NotificationPanel, { answer })
    expect(page.get('[role=alert]').text()).toContain('The disk is full.')
  })

  it('are none at first, which explains what will be told', async () => {
    const { page } = await show(NotificationPanel)
    expect(page.text()).toContain('Nothing to tell')
    expect(page.text()).not.toContain('Mark all as read')
  })

  it('lead to the project and to the operation', async () => {
    const { page } = await show(NotificationPanel, { notifications: [idle, failed] })
    const [first, second] = page.findAll('li')
    expect(first?.text()).toContain('Unread: shop-x was stopped')
    expect(first?.findAll('a').map((link) => link.attributes('href'))).toEqual([
      '/projects/shop-x',
      '/projects/shop-x/operations/op_1',
    ])
    // There is no such project any more.
    expect(second?.findAll('a')).toHaveLength(1)
    expect(second?.text()).not.toContain('Unread')
  })

  it('resume a copy that was stopped, and are read then', async () => {
    const { sent, press } = await show(NotificationPanel, { notifications: [idle] })
    await press('Resume shop-x')
    expect(sent).toEqual([
      { method: 'POST', url: '/api/v1/projects/shop-x/start', body: {} },
      { method: 'PUT', url: '/api/v1/notifications/nt_1/read', body: undefined },
    ])
  })

  it('keep a copy for good', async () => {
    const { sent, press } = await show(NotificationPanel, {
      notifications: [{ ...idle, kind: 'copy-ending' }],
      projects: [{ ...copy, state: 'running', keptUntil: at }],
    })
    await press('Keep shop-x')
    expect(sent[0]).toEqual({
      method: 'PATCH',
      url: '/api/v1/projects/shop-x',
      body: { keptUntil: null, idleHours: null },
    })
  })

  it.each([
    ['runs again and is pinned', { ...copy, state: 'running', idleHours: undefined }],
    ['is somebody else’s', { ...copy, owner: 'grace' }],
  ])('offer nothing for a copy that %s', async (_what, project) => {
    // Safe: what is undefined may be absent.
    const { page } = await show(NotificationPanel, {
      notifications: [idle],
      projects: [project as ProjectSummary],
    })
    expect(page.findAll('li button').map((button) => button.attributes('aria-label'))).toEqual([
      'Mark as read',
    ])
  })

  it('say why something is refused', async () => {
    const { page, press } = await show(NotificationPanel, { notifications: [idle] })
    vi.stubGlobal('fetch', async () =>
      Response.json(
        { status: 409, code: 'PLAN_BLOCKED', title: 'x', detail: 'The port is taken.' },
        { status: 409 },
      ),
    )
    await press('Resume shop-x')
    expect(page.get('li [role=alert]').text()).toContain('The port is taken.')
  })

  it('are all read at once', async () => {
    const { page, sent, press, publish } = await show(NotificationPanel, { notifications: [idle] })
    await press('Mark all as read')
    expect(sent).toEqual([{ method: 'PUT', url: '/api/v1/notifications/read', body: undefined }])
    await publish({ user: 'ada', unread: 0 })
    expect(page.get('li').text()).not.toContain('Unread')
  })
})
