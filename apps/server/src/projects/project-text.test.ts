import type { ProjectDetail, ServiceStatus } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { projectsText, projectText } from './project-text.ts'

const replica = (name: string, ports: ServiceStatus['replicas'][number]['ports'] = []) => ({
  container: name,
  name,
  number: 1,
  state: 'healthy' as const,
  status: 'Up',
  image: 'busybox',
  createdAt: '2026-01-01T00:00:00.000Z',
  ports,
})
const service = (name: string, extra: Partial<ServiceStatus> = {}): ServiceStatus => ({
  name,
  image: 'busybox',
  isBuilt: false,
  isOrphan: false,
  wanted: 1,
  state: 'healthy',
  replicas: [replica(`shop-${name}-1`)],
  ...extra,
})
const published = (port: number, protocol = 'tcp') => ({ published: port, target: 80, protocol })
const shop: ProjectDetail = {
  name: 'shop',
  state: 'healthy',
  stateReason: '',
  runningServices: 2,
  totalServices: 2,
  ports: [53, 8080],
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  activeOperation: null,
  drift: { revision: 7, files: [], engine: [] },
  services: [
    service('dns', { replicas: [replica('shop-dns-1', [published(53, 'udp')])] }),
    service('web', {
      wanted: 2,
      replicas: [
        replica('shop-web-1', [published(8080), { ...published(8080), hostIp: '::' }]),
        replica('shop-web-2'),
      ],
    }),
  ],
  diagnostics: [],
  files: [],
  source: { kind: 'files' },
  recovery: 'finish',
  composeFile: 'compose.yaml',
  filesEtag: '""',
  seq: 1,
}
const blog: ProjectDetail = {
  ...shop,
  name: 'blog',
  state: 'degraded',
  stateReason: 'web exited 1',
  totalServices: 1,
  ports: [],
  services: [service('web', { state: 'exited', replicas: [] })],
}
const context = {
  now: Date.parse('2026-01-01T02:59:00.000Z'),
  hostname: 'box',
  deployedOf: (name: string) =>
    name === 'shop'
      ? { revision: 7, author: 'ada', createdAt: Date.parse('2026-01-01T00:00:00.000Z'), services: [] }
      : undefined,
}

describe('projects in lines', () => {
  it('are one line each', () => {
    expect(projectsText([shop, blog], context)).toBe(
      'shop healthy, 2 services, revision 7 by ada 2h ago, ports 53 8080\nblog degraded (web exited 1), 1 service\n',
    )
  })

  it('say what each service of one is, and where it is reached', () => {
    expect(projectText(shop, context)).toBe(
      `shop healthy, 2 services, revision 7 by ada 2h ago, http://box:8080
dns healthy 1/1
web healthy 2/2 http://box:8080
`,
    )
  })

  it('note what has drifted', () => {
    const drift = { revision: 7, files: ['web'], engine: ['dns', 'web'] }
    expect(projectText({ ...shop, drift }, context)).toMatch(
      /\nnote: the files of web are not those of revision 7\nnote: what runs of dns, web is not what revision 7 made\n$/,
    )
  })

  it.each([
    [0, '0s ago'],
    [59_999, '59s ago'],
    [60_000, '1m ago'],
    [3_600_000, '1h ago'],
    [49 * 3_600_000, '2d ago'],
  ])('give times in the largest unit that is full: %i ms is %s', (ms, words) => {
    const now = Date.parse('2026-01-01T00:00:00.000Z') + ms
    expect(projectsText([shop], { ...context, now })).toContain(`by ada ${words},`)
  })
})
