import type { HostDisk, HostPort, OwnerUsage } from '@berth/contract'
import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Component, shallowRef } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Feed } from '../../api/feed.ts'
import { feedKey } from '../../api/useFeed.ts'
import HostDiskSection from './HostDisk.vue'
import HostOwners from './HostOwners.vue'
import HostPorts from './HostPorts.vue'
import { directionOf, orderOf, pressed } from './owner-columns.ts'

const at = '2026-01-01T00:00:00Z'
const ada: OwnerUsage = {
  owner: 'ada',
  projects: ['shop', 'shop-x'],
  containers: 3,
  cpuPercent: 12.5,
  memoryBytes: 73_400_000,
  diskBytes: 2_000_000,
  ports: [8080],
}
const nobody: OwnerUsage = { ...ada, owner: null, projects: [], containers: 1, ports: [] }
const share = { count: 1, bytes: 3_000_000, unusedBytes: 1_000 }
const disk: HostDisk = {
  at,
  freeBytes: 5_000_000_000,
  images: share,
  containers: share,
  volumes: share,
  buildCache: { ...share, count: 0 },
  projects: [{ project: 'shop', owner: 'ada', volumesBytes: 2_000_000, containersBytes: 4_000 }],
}
const silent: Feed = {
  status: shallowRef('open'),
  subscribe: () => () => {},
  setHidden: () => {},
  close: () => {},
}
const away = () =>
  Response.json(
    { status: 503, code: 'ENGINE_UNREACHABLE', title: 'x', detail: 'Nobody answers.', fix: 'Start Docker.' },
    { status: 503 },
  )

/** Mounts a part of the page; `answer` is asked for every request. */
async function show(component: Component, answer: (url: string) => Response | Promise<Response>, props = {}) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url)
    return answer(url)
  })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const routes = [
    { path: '/host', component: {} },
    { path: '/projects/:project', name: 'project', component: {} },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/host')
  const page = mount(component, {
    props,
    global: {
      plugins: [router, [VueQueryPlugin, { queryClient }]] as never[],
      provide: { [feedKey as symbol]: silent },
      stubs: { UIcon: true },
    },
  })
  await flushPromises()
  return { page, asked, router }
}

afterEach(() => vi.unstubAllGlobals())

describe('the owners of a host', () => {
  it('are waited for', async () => {
    const { page } = await show(HostOwners, () => new Promise(() => {}))
    expect(page.find('[aria-label="Measuring what owners use"]').exists()).toBe(true)
  })

  it('say why they cannot be told', async () => {
    const { page } = await show(HostOwners, away)
    expect(page.get('[role=alert]').text()).toContain('Nobody answers.')
  })

  it('are none on an empty host', async () => {
    const { page } = await show(HostOwners, () => Response.json({ at, owners: [] }))
    expect(page.text()).toContain('Nothing is here yet')
  })

  it('have what they use and their ports', async () => {
    const { page } = await show(HostOwners, () => Response.json({ at, diskAt: at, owners: [ada, nobody] }))
    const rows = page.findAll('tbody tr').map((row) => row.text().replaceAll(/\s+/g, ' '))
    expect(rows[0]).toMatch(
      /^ada ?2 projects, 3 running containers ?Processor ?13 % ?Memory ?73.4 MB ?Disk ?2.0 MB/,
    )
    expect(rows[0]).toContain(':8080')
    expect(rows[1]).toContain('Nobody here')
  })

  it('say that the disk is still measured', async () => {
    const { diskBytes: _, ...unmeasured } = ada
    const { page } = await show(HostOwners, () => Response.json({ at, owners: [unmeasured] }))
    expect(page.get('tbody').text()).toContain('measuring…')
  })

  it('are sorted by a head, the other way round at the second press, as the address says', async () => {
    const { page, asked, router } = await show(HostOwners, () => Response.json({ at, owners: [ada] }))
    const head = (name: string) => page.findAll('th').find((each) => each.text() === name)
    expect(head('Memory')?.attributes('aria-sort')).toBe('descending')
    await head('Processor')?.get('button').trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ sort: '-cpuPercent' })
    expect(head('Processor')?.attributes('aria-sort')).toBe('descending')
    await head('Processor')?.get('button').trigger('click')
    await flushPromises()
    expect(asked.map((url) => new URL(url, 'http://x').searchParams.get('sort'))).toEqual([
      '-memoryBytes',
      '-cpuPercent',
      'cpuPercent',
    ])
  })
})

describe('the order of owners', () => {
  it('begins with the first name, and with the greatest number', () => {
    expect([pressed('owner', '-memoryBytes'), pressed('ports', 'owner')]).toEqual(['owner', '-ports'])
    expect(directionOf('owner', 'owner')).toBe('ascending')
  })

  it('is the usual one where the address names none that there is', () => {
    expect([orderOf('ports'), orderOf('colour'), orderOf(undefined)]).toEqual([
      'ports',
      '-memoryBytes',
      '-memoryBytes',
    ])
  })
})

describe('the disk of a host', () => {
  const known = new Set(['shop'])

  it('is waited for, as measuring takes long', async () => {
    const { page } = await show(HostDiskSection, () => new Promise(() => {}), { known })
    expect(page.find('[aria-label="Measuring the disk"]').exists()).toBe(true)
  })

  it('says why it cannot be told', async () => {
    const { page } = await show(HostDiskSection, away, { known })
    expect(page.get('[role=alert]').text()).toContain('Start Docker.')
  })

  it('may have nothing of projects', async () => {
    const { page } = await show(HostDiskSection, () => Response.json({ ...disk, projects: [] }), { known })
    expect(page.text()).toContain('No project has anything on it')
  })

  it('is told by kind and by project, with what is free', async () => {
    const { page } = await show(HostDiskSection, () => Response.json(disk), { known })
    expect(page.text()).toContain('5.0 GB free')
    expect(page.get('dl').text().replaceAll(/\s+/g, ' ')).toContain('1 image, 1.0 kB not in use')
    const row = page.get('[aria-label="Disk by project"] li')
    expect(row.get('a').attributes('href')).toBe('/projects/shop')
    expect(row.text()).toContain('2.0 MB in volumes')
  })
})

describe('the ports of a host', () => {
  const web = { protocol: 'tcp', project: 'shop', service: 'web', owner: 'ada', target: 80 } as const
  const ports: HostPort[] = [
    { ...web, port: 8080, holder: 'project', container: 'shop-web-1' },
    { ...web, port: 20_001, holder: 'copy', project: 'shop-x' },
    { port: 5353, protocol: 'udp', hostIp: '::1', holder: 'container', container: 'dns', target: 53 },
    { port: 22, protocol: 'tcp', holder: 'program' },
  ]
  const known = new Set(['shop', 'shop-x'])

  it('are waited for, and say why they cannot be told', async () => {
    const waiting = await show(HostPorts, () => new Promise(() => {}), { known })
    expect(waiting.page.find('[aria-label="Looking who holds ports"]').exists()).toBe(true)
    const { page } = await show(HostPorts, away, { known })
    expect(page.get('[role=alert]').text()).toContain('Nobody answers.')
  })

  it('are none where nothing is published', async () => {
    const { page } = await show(HostPorts, () => Response.json({ ports: [] }), { known })
    expect(page.text()).toContain('No port is held')
  })

  it('name who holds them: projects, copies, containers and strangers', async () => {
    const { page } = await show(HostPorts, () => Response.json({ ports }), { known })
    const rows = page.findAll('li').map((row) => row.text().replaceAll(/\s+/g, ' '))
    expect(rows[0]).toMatch(/^8080\/tcp ?shop ?web ?port 80 inside ?of ada$/)
    expect(rows[1]).toContain('given to the copy, not in use')
    expect(rows[2]).toMatch(/^\[::1\]:5353\/udp ?dns ?of no project/)
    expect(rows[3]).toMatch(/^22\/tcp ?A program outside of Docker$/)
  })
})
