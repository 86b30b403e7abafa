import type { Project } from '@berth/compose'
import type { Replica, ReplicaState, ServiceStatus } from '@berth/contract'
import type { ContainerSummary } from '@berth/docker-engine'
import { describe, expect, it } from 'vitest'
import { joinServices, projectState } from './status.ts'

const project: Project = {
  name: 'shop',
  workingDir: '/shop',
  configFiles: [],
  envFiles: [],
  services: {
    db: { name: 'db', image: 'redis' },
    web: { name: 'web', build: { context: '/shop' }, scale: 2 },
  },
  disabledServices: { debug: { name: 'debug', image: 'busybox' } },
  networks: {},
  volumes: {},
  configs: {},
  secrets: {},
  models: {},
  extensions: {},
}

const container = (
  service: string,
  number: number,
  labels: Record<string, string> = {},
): ContainerSummary => ({
  id: `${service}${number}`,
  name: `shop-${service}-${number}`,
  image: 'image',
  imageId: 'sha256:1',
  state: 'running',
  status: 'Up 1 minute',
  labels: {
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': String(number),
    'com.docker.compose.oneoff': 'False',
    ...labels,
  },
  createdAt: 0,
  command: '',
  ports: [],
  mounts: [],
  networks: {},
})

describe('joinServices', () => {
  const rows = (containers: ContainerSummary[], loaded: Project | undefined = project) =>
    joinServices(loaded, containers).map(
      ({ name, image, isBuilt, isOrphan, wanted, state, replicas }) =>
        `${name} ${image} built=${isBuilt} orphan=${isOrphan} ${replicas.length}/${wanted} ${state}`,
    )

  it('wants the replicas that deploy asks for, unless scale says otherwise', () => {
    const worker = { name: 'worker', image: 'busybox', deploy: { replicas: 3 } }
    const services = { worker, scaled: { ...worker, name: 'scaled', scale: 1 } }
    expect(joinServices({ ...project, services }, []).map(({ name, wanted }) => `${name} ${wanted}`)).toEqual(
      ['scaled 1', 'worker 3'],
    )
  })

  it('has a row per service of the files, also when nothing runs', () => {
    expect(rows([])).toEqual([
      'db redis built=false orphan=false 0/1 missing',
      'web shop-web built=true orphan=false 0/2 missing',
    ])
  })

  it('says that a replica is missing', () => {
    expect(rows([container('web', 1), container('db', 1)])).toEqual([
      'db redis built=false orphan=false 1/1 running',
      'web shop-web built=true orphan=false 1/2 missing',
    ])
  })

  it('tells orphans from services that a profile switches off, and leaves one-off runs out', () => {
    const oneOff = container('db', 1, { 'com.docker.compose.oneoff': 'True' })
    expect(rows([container('old', 1), container('debug', 1), oneOff])).toEqual([
      'db redis built=false orphan=false 0/1 missing',
      'debug image built=false orphan=false 1/0 running',
      'old image built=false orphan=true 1/0 running',
      'web shop-web built=true orphan=false 0/2 missing',
    ])
  })

  it('shows what runs when the files do not load', () => {
    expect(joinServices(undefined, [container('web', 1)])).toMatchObject([
      { name: 'web', isOrphan: false, wanted: 0, state: 'running' },
    ])
  })
})

describe('projectState', () => {
  const service = (
    name: string,
    state: ReplicaState,
    exitCode?: number,
    trouble: Pick<Replica, 'restarts' | 'isOutOfMemory'> = {},
  ): ServiceStatus => ({
    name,
    image: 'image',
    isBuilt: false,
    isOrphan: false,
    wanted: 1,
    state,
    replicas:
      state === 'missing'
        ? []
        : [
            {
              container: name,
              name,
              number: 1,
              state,
              status: '',
              image: 'image',
              createdAt: '',
              ...trouble,
              ports: [],
              ...(exitCode !== undefined && { exitCode }),
            },
          ],
  })
  const words = (...services: ServiceStatus[]) => {
    const { state, stateReason } = projectState(services, { isDeploying: false })
    return `${state}: ${stateReason}`
  }

  it.each([
    ['stopped: ', [service('web', 'missing')]],
    ['running: ', [service('web', 'running'), service('migrate', 'completed', 0)]],
    ['healthy: ', [service('web', 'running'), service('db', 'healthy')]],
    ['healthy: ', [service('web', 'healthy'), service('migrate', 'completed', 0)]],
    ['completed: ', [service('migrate', 'completed', 0)]],
    ['starting: waiting for web', [service('web', 'starting'), service('db', 'healthy')]],
    ['degraded: web is unhealthy', [service('web', 'unhealthy'), service('db', 'healthy')]],
    ['degraded: web is restarting (exit 1)', [service('web', 'restarting', 1)]],
    [
      'degraded: web is restarting (7 restarts, exit 137, out of memory)',
      [service('web', 'restarting', 137, { restarts: 7, isOutOfMemory: true })],
    ],
    ['degraded: web exited 137 (out of memory)', [service('web', 'exited', 137, { isOutOfMemory: true })]],
    ['degraded: web exited 3 (1 restart)', [service('web', 'exited', 3, { restarts: 1 })]],
    ['degraded: web exited 3', [service('web', 'exited', 3), service('db', 'running')]],
    ['degraded: web has no container', [service('web', 'missing'), service('db', 'running')]],
    ['degraded: web exited 3', [service('web', 'exited', 3)]],
    ['stopped: ', [service('web', 'exited', 137), service('db', 'completed', 0)]],
    ['stopped: ', [service('web', 'exited', 143)]],
  ])('%s', (expected, services) => {
    expect(words(...services)).toBe(expected)
  })

  it('takes what is not there yet for starting while it is deployed', () => {
    const services = [service('web', 'missing'), service('db', 'running')]
    expect(projectState(services, { isDeploying: true })).toEqual({
      state: 'starting',
      stateReason: 'waiting for web',
    })
  })
})
