import { describe, expect, it } from 'vitest'
import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { formatPlan } from './format/format-plan.ts'
import { planStop } from './stop.ts'

const container = (service: string, over: Partial<ObservedContainer> = {}): ObservedContainer => ({
  id: `${service}-0123456789`,
  name: `shop-${service}-1`,
  service,
  number: 1,
  isOneOff: false,
  state: 'running',
  image: 'busybox',
  imageId: 'sha256:1',
  dependsOn: [],
  ports: [],
  volumes: [],
  networks: {},
  ...over,
})

const observed = (containers: readonly ObservedContainer[]): ObservedState => ({
  project: 'shop',
  at: 0,
  containers,
  networks: [],
  volumes: [],
  images: {},
  api: '1.51',
  others: [],
  listeners: [],
})

const actionsOf = (...args: Parameters<typeof planStop>) =>
  planStop(...args).actions.map(({ id, after }) => ({ id, after }))

describe('planStop', () => {
  it('stops what depends on a service before the service', () => {
    const plan = planStop(
      observed([
        container('db'),
        container('web', { dependsOn: [{ service: 'db', condition: 'service_started', restart: false }] }),
      ]),
    )
    expect(formatPlan(plan)).toContain(
      ['  1. stop container shop-web-1', '  2. stop container shop-db-1  after 1'].join('\n'),
    )
  })

  it('leaves alone what does not run, what others run once, and services that are not named', () => {
    const containers = [
      container('db'),
      container('job', { state: 'exited' }),
      container('once', { isOneOff: true }),
      container('web'),
    ]
    expect(actionsOf(observed(containers), { services: ['web', 'job', 'once'] })).toEqual([
      { id: 'stop-container:web:1:web-01234567', after: [] },
    ])
  })

  it('passes the time to stop in on to every container', () => {
    const [action] = planStop(observed([container('db')]), { timeoutSeconds: 0 }).actions
    expect(action).toMatchObject({ kind: 'stop-container', graceSeconds: 0 })
  })

  it('plans nothing when nothing runs', () => {
    expect(actionsOf(observed([]))).toEqual([])
  })
})
