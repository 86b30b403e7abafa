import type { Permission, ReplicaState, ServiceStatus } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { rememberSession } from '../../../api/session.ts'
import ServiceRow from './ServiceRow.vue'

const service = (state: ReplicaState): ServiceStatus => ({
  name: 'web',
  image: 'busybox',
  isBuilt: false,
  isOrphan: false,
  wanted: 1,
  state,
  replicas: [
    {
      container: 'c1',
      name: 'shop-web-1',
      number: 1,
      state,
      status: 'Up 3 minutes',
      image: 'busybox',
      createdAt: '2026-01-01T00:00:00Z',
      ports: [],
    },
  ],
})

/** What somebody with these permissions is offered. */
const offered = (state: ReplicaState, ...permissions: Permission[]) => {
  const queryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  })
  const user = { name: 'ada', role: 'viewer' as const, permissions }
  rememberSession(queryClient, { isSetUp: true, isTransportSafe: true, user })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: ['', 'logs', 'terminal'].map((name) => ({
      path: `/:project?/${name}`,
      name: name || 'home',
      component: {},
    })),
  })
  const row = mount(ServiceRow, {
    props: { service: service(state), project: 'shop', usage: undefined },
    global: { plugins: [router, [VueQueryPlugin, { queryClient }]], stubs: { UIcon: true } },
  })
  return row.findAll('a, button').map((each) => each.attributes('aria-label'))
}

it('offers what the person may do', () => {
  const all = ['Logs of web', 'Terminal of web', 'More actions for web']
  expect(offered('running', 'container:logs', 'container:exec', 'project:deploy')).toEqual(all)
  expect(offered('running', 'container:logs')).toEqual(['Logs of web'])
  expect(offered('running')).toEqual([])
})

it('offers no terminal in a container that has ended', () => {
  expect(offered('completed', 'container:logs', 'container:exec')).toEqual(['Logs of web'])
})
