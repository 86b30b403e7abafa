import type { Permission, ProjectDetail } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Feed } from '../../../api/feed.ts'
import { rememberSession } from '../../../api/session.ts'
import { feedKey } from '../../../api/useFeed.ts'
import { announcerKey, createAnnouncer } from '../../../ui/announcer.ts'
import ProjectPage from './ProjectPage.vue'

const project: ProjectDetail = {
  name: 'shop',
  state: 'running',
  stateReason: '',
  runningServices: 0,
  totalServices: 0,
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
const silent: Feed = {
  status: shallowRef('open'),
  subscribe: () => () => {},
  setHidden: () => {},
  close: () => {},
}
const names = ['project', 'files', 'project-variables', 'revisions', 'runs', 'webhooks', 'logs', 'terminal']

/** The page of a project as somebody with these permissions sees it. */
const show = async (...permissions: Permission[]) => {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  })
  rememberSession(queryClient, {
    isSetUp: true,
    isTransportSafe: true,
    user: { name: 'ada', role: 'viewer', permissions },
  })
  queryClient.setQueryData(['project', 'shop'], project)
  queryClient.setQueryData(['projects'], { projects: [], seq: 1 })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: names.map((name) => ({ path: `/:project/${name}/:path*`, name, component: {} })),
  })
  await router.push('/shop/project')
  return mount(ProjectPage, {
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]],
      provide: { [feedKey]: silent, [announcerKey]: createAnnouncer() },
      stubs: { UIcon: true, RouterView: true, PlanSheet: true },
    },
  })
}
const tabs = (page: Awaited<ReturnType<typeof show>>) =>
  page.findAll('nav[aria-label="Project"] a').map((tab) => tab.text())

it('has no terminal and no deployment for somebody who may only look', async () => {
  const page = await show('project:read', 'container:logs')
  expect(tabs(page)).toEqual(['Overview', 'Files', 'Variables', 'Revisions', 'Runs', 'Logs', 'Webhooks'])
  expect(page.text()).not.toContain('Deploy')
})

it('has both for a developer', async () => {
  const page = await show('project:read', 'project:deploy', 'container:exec', 'container:logs')
  expect(tabs(page)).toContain('Terminal')
  expect(page.text()).toContain('Deploy')
})
