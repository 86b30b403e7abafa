import type { PlanView, RecoveryPolicy } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { temporaryDb } from '../testing/temporary-db.ts'
import type { OperationRecord, OperationRequest } from './operation.ts'
import { createOperationStore } from './operation-store.ts'
import { recoverOperations } from './recover.ts'

const record = (id: string, state: OperationRecord['state']): OperationRecord => ({
  id,
  project: 'shop',
  kind: 'deploy',
  scope: [],
  state,
  actor: { kind: 'user', name: 'ada', user: 'ada' },
  userId: 'u1',
  trigger: 'user',
  alsoFor: [],
  version: 4,
  queuedAt: 1000,
  planDigest: '',
  services: [],
  notices: [],
  steps: (['done', 'running', 'pending'] as const).map((step, index) => ({
    id: `step:${index}`,
    kind: 'start-container',
    group: 'service web 1',
    cause: 'no container',
    state: step,
    isRollback: false,
  })),
  rolledBack: [],
})

const plan: PlanView = {
  project: 'shop',
  kind: 'up',
  digest: '',
  isEmpty: true,
  actions: [],
  services: [],
  objects: [],
  needs: { ports: [], names: [], images: [] },
  notices: [],
  problems: [],
  text: '',
}

const request = { kind: 'deploy', options: { build: true, planDigest: 'x' } } as const

interface Host {
  readonly policy?: RecoveryPolicy
  readonly deployed?: number
}

async function setUp(records: readonly OperationRecord[], { policy = 'finish', deployed }: Host = {}) {
  const store = createOperationStore(await temporaryDb())
  for (const each of records) {
    // Safe: the tests ask for what each kind can be asked for.
    const own = each.kind === 'deploy' ? request : ({ kind: each.kind, options: {} } as OperationRequest)
    await store.insert({ record: each, request: own, plan, idempotencyKey: undefined })
  }
  const recover = () =>
    recoverOperations({
      store,
      policyOf: async () => policy,
      deployedOf: async () => deployed,
      now: () => 5000,
    })
  return { store, recover }
}

it('ends what a crash cut short, queues what goes on with it, and leaves the rest alone', async () => {
  const { store, recover } = await setUp([
    record('op_1', 'running'),
    record('op_2', 'queued'),
    record('op_3', 'succeeded'),
  ])
  const { interrupted, queued } = await recover()
  expect(interrupted.map(({ id }) => id)).toEqual(['op_1'])
  const [successor, waiting] = queued
  expect(waiting).toEqual(record('op_2', 'queued'))
  expect(successor).toMatchObject({ kind: 'deploy', trigger: 'recovery', resumes: 'op_1', userId: 'u1' })
  expect(await store.findRequest(successor?.id ?? '')).toEqual({ kind: 'deploy', options: { build: true } })

  const first = await store.find('op_1')
  expect(first).toMatchObject({
    state: 'interrupted',
    version: 5,
    finishedAt: 5000,
    resumedBy: successor?.id,
    error: { code: 'OPERATION_INTERRUPTED', message: expect.stringContaining('still runs') },
  })
  expect(first?.steps.map(({ state }) => state)).toEqual(['done', 'cancelled', 'cancelled'])
  expect(await store.find('op_3')).toEqual(record('op_3', 'succeeded'))
})

it('goes on with nothing after the third time in a row, nor with a signal', async () => {
  const { recover } = await setUp([
    { ...record('op_1', 'interrupted'), resumedBy: 'op_2' },
    { ...record('op_2', 'interrupted'), resumes: 'op_1', resumedBy: 'op_3' },
    { ...record('op_3', 'running'), resumes: 'op_2' },
  ])
  const { interrupted, queued } = await recover()
  expect(interrupted).toMatchObject([{ id: 'op_3', error: { fix: expect.stringContaining('again') } }])
  expect(queued).toEqual([])

  const killed = await setUp([{ ...record('op_1', 'running'), kind: 'kill' }])
  expect((await killed.recover()).queued).toEqual([])
})

it('leaves what it cut short to somebody else when the project wants that', async () => {
  const { recover } = await setUp([record('op_1', 'running')], { policy: 'leave', deployed: 3 })
  const { interrupted, queued } = await recover()
  expect(interrupted).toMatchObject([{ recovery: 'leave', error: { fix: expect.stringContaining('again') } }])
  expect(interrupted[0]).not.toHaveProperty('resumedBy')
  expect(queued).toEqual([])
})

const row = (change: 'create' | 'recreate') => ({ service: 'web', change, reasons: [], disruption: 'none' })
const stepOf = (service: string, state: 'done' | 'pending') => ({
  id: `stop-container:${service}:1`,
  kind: 'stop-container',
  group: `service ${service} 1`,
  service,
  cause: 'asked',
  state,
  isRollback: false,
})

describe('undoing what was cut short', () => {
  it.each([
    ['deploy', 3, ['recreate'], { kind: 'deploy', options: { undoTo: 3 } }],
    ['deploy', 3, ['create'], { kind: 'deploy', options: { undoTo: 3, removeOrphans: true } }],
    ['deploy', undefined, ['create'], { kind: 'down', options: {} }],
    ['deploy', undefined, ['create', 'recreate'], undefined],
    ['down', 3, [], { kind: 'deploy', options: { undoTo: 3 } }],
    ['scale', undefined, ['create'], undefined],
    ['stop', undefined, [], { kind: 'start', options: { services: ['web'] } }],
    ['start', undefined, [], { kind: 'stop', options: { services: ['web'] } }],
    ['restart', undefined, [], { kind: 'start', options: { services: ['web'] } }],
    ['pause', undefined, [], { kind: 'unpause', options: { services: ['web'] } }],
    ['unpause', undefined, [], { kind: 'pause', options: { services: ['web'] } }],
  ] as const)(
    'of a %s with revision %s deployed and services to %s',
    async (kind, deployed, changes, wanted) => {
      const cut = {
        ...record('op_1', 'running'),
        kind,
        services: changes.map(row) as OperationRecord['services'],
        steps: [stepOf('web', 'done'), stepOf('db', 'pending')],
      }
      const host = { policy: 'undo', ...(deployed !== undefined && { deployed }) } as const
      const { store, recover } = await setUp([cut], host)
      const { interrupted, queued } = await recover()
      const [undo] = queued
      expect(await store.findRequest(undo?.id ?? '')).toEqual(wanted)
      expect(interrupted[0]?.recovery).toBe(wanted === undefined ? 'leave' : 'undo')
      expect(interrupted[0]?.resumedBy).toBe(undo?.id)
    },
  )

  it('goes on when it is cut short itself, whatever the project wants by then', async () => {
    const first = await setUp([{ ...record('op_1', 'running'), recovery: 'undo' }], { policy: 'leave' })
    const [again] = (await first.recover()).queued
    expect(again).toMatchObject({ kind: 'deploy', recovery: 'undo', resumes: 'op_1' })
  })
})
