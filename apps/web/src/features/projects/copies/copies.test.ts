import type { CopyMade, Permission, ProjectDetail, ProjectSummary, Role } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Feed } from '../../../api/feed.ts'
import { rememberSession } from '../../../api/session.ts'
import { feedKey } from '../../../api/useFeed.ts'
import { announcerKey, createAnnouncer } from '../../../ui/announcer.ts'
import { useRights } from '../useRights.ts'
import CopyLine from './CopyLine.vue'
import CopyList from './CopyList.vue'
import CopyProject from './CopyProject.vue'
import { suggestCopyName } from './copy-name.ts'

const shop: ProjectDetail = {
  name: 'shop',
  state: 'running',
  stateReason: '',
  runningServices: 1,
  totalServices: 1,
  ports: [8080],
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
const copy: ProjectSummary = { ...shop, name: 'shop-x', parent: 'shop', owner: 'grace', ports: [20_001] }
const made: CopyMade = { name: 'shop-ada', parent: 'shop', ports: [], notes: ['web 8080 → 20001'] }
const silent: Feed = {
  status: shallowRef('open'),
  subscribe: () => () => {},
  setHidden: () => {},
  close: () => {},
}

async function surroundings(projects: readonly ProjectSummary[] = [shop], role: Role = 'developer') {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  })
  const permissions: Permission[] = ['project:read', 'project:write', 'project:deploy']
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role, permissions },
  })
  queryClient.setQueryData(['projects'], { projects, seq: 1 })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:project', name: 'project', component: {} }],
  })
  await router.push('/shop')
  return {
    router,
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      provide: { [feedKey as symbol]: silent, [announcerKey as symbol]: createAnnouncer() },
      stubs: { UIcon: true, UModal: { template: '<div><slot name="body" /><slot name="footer" /></div>' } },
    },
  }
}

afterEach(() => vi.unstubAllGlobals())

describe('the copies of a project', () => {
  it('are listed with their state, owner and ports', async () => {
    const { global } = await surroundings([shop, copy, { ...copy, name: 'blog-x', parent: 'blog' }])
    const list = mount(CopyList, { props: { project: 'shop' }, global })
    expect(list.findAll('li').map((item) => item.text())).toEqual([
      expect.stringMatching(/^shop-x.*grace.*:20001$/s),
    ])
  })

  it('take no room where there are none', async () => {
    const { global } = await surroundings()
    expect(mount(CopyList, { props: { project: 'shop' }, global }).text()).toBe('')
  })
})

describe('the line of a copy', () => {
  const show = async (project: Partial<ProjectDetail>, answer?: Response) => {
    const sent: unknown[] = []
    vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
      sent.push(JSON.parse(body))
      return answer
    })
    const { global } = await surroundings()
    const line = mount(CopyLine, { props: { project: { ...shop, parent: 'blog', ...project } }, global })
    return { line, sent }
  }
  const soon = new Date(Date.now() + 49 * 60 * 60_000).toISOString()

  it('says when it is deleted, and keeps it for who may change it', async () => {
    const { line, sent } = await show({ owner: 'ada', keptUntil: soon }, Response.json({ ...shop }))
    expect(line.text()).toContain('Copy of blog, made by ada')
    expect(line.text()).toContain('Deleted in 2d, with its volumes')
    await line.get('button').trigger('click')
    await flushPromises()
    expect(sent).toEqual([{ keptUntil: null, idleHours: null }])
  })

  it('says when it is stopped for want of use, which can be kept from it too', async () => {
    const { line } = await show({ owner: 'ada', idleHours: 12 })
    expect(line.text()).toContain('Stopped after 12 hours without use')
    expect(line.get('button').text()).toBe('Keep it')
  })

  it('offers that to nobody else, and not where it is kept', async () => {
    expect((await show({ owner: 'grace', keptUntil: soon })).line.find('button').exists()).toBe(false)
    expect((await show({ owner: 'ada' })).line.text()).not.toContain('Deleted')
  })
})

describe('making a copy', () => {
  const show = async (answers: Response[]) => {
    const sent: unknown[] = []
    vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
      sent.push(JSON.parse(body))
      return answers.shift()
    })
    const { global, router } = await surroundings()
    const dialog = mount(CopyProject, { props: { project: shop, open: true }, global })
    const submit = async () => {
      await dialog.get('form').trigger('submit')
      await flushPromises()
    }
    return { dialog, router, sent, submit }
  }

  it('shows what differs before anything is made, then its plan', async () => {
    const { dialog, router, sent, submit } = await show([
      Response.json(made),
      Response.json(made, { status: 201 }),
    ])
    await submit()
    expect(dialog.get('ul').text()).toBe('web 8080 → 20001')
    await submit()
    expect(sent).toEqual([{ name: 'shop-ada', preview: true }, { name: 'shop-ada' }])
    expect(router.currentRoute.value.fullPath).toBe('/shop-ada?plan=up')
  })

  it('says why there can be none', async () => {
    const problem = {
      status: 422,
      code: 'COPY_NOT_ISOLATED',
      title: 'x',
      detail: 'node would listen on the host.',
    }
    const { dialog, submit } = await show([Response.json(problem, { status: 422 })])
    await submit()
    expect(dialog.get('[role=alert]').text()).toContain('node would listen on the host.')
  })

  it('asks again what differs once the name is another', async () => {
    const { dialog, submit } = await show([Response.json(made)])
    await submit()
    await dialog.get('input').setValue('shop-b')
    expect(dialog.find('ul').exists()).toBe(false)
  })
})

it.each([
  ['shop', 'feat/Login 2', 'ada', 'shop-feat-login-2'],
  ['shop', ' ', 'Ada L', 'shop-ada-l'],
])('suggests for a copy of %s of %j by %s the name %s', (parent, ref, user, name) => {
  expect(suggestCopyName(parent, ref, user)).toBe(name)
})

describe('the rights in a project', () => {
  const rightsOf = async (project: Partial<ProjectSummary>, role: Role = 'developer') => {
    const { global } = await surroundings([], role)
    let may: (permission: Permission) => boolean = () => false
    mount(
      defineComponent(() => {
        may = useRights(project)
        return () => h('i')
      }),
      { global },
    )
    return (['project:read', 'project:deploy', 'project:destroy'] as const).filter((each) => may(each))
  }

  it.each([
    ['what is no copy', {}, 'developer', ['project:read', 'project:deploy']],
    [
      'a copy of one’s own',
      { parent: 'shop', owner: 'ada' },
      'developer',
      ['project:read', 'project:deploy', 'project:destroy'],
    ],
    ['a copy of somebody else', { parent: 'shop', owner: 'grace' }, 'developer', ['project:read']],
    [
      'a copy of somebody else, as an admin',
      { parent: 'shop', owner: 'grace' },
      'admin',
      ['project:read', 'project:deploy'],
    ],
  ] as const)('in %s are those that the server gives', async (_which, project, role, rights) => {
    expect(await rightsOf(project, role)).toEqual(rights)
  })
})
