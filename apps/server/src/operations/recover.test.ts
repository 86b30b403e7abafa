import type { PlanView } from '@berth/contract'
import { expect, it } from 'vitest'
import { temporaryDb } from '../testing/temporary-db.ts'
import type { OperationRecord } from './operation.ts'
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

async function setUp(...records: OperationRecord[]) {
  const store = createOperationStore(await temporaryDb())
  for (const each of records) {
    await store.insert({ record: each, request, plan, idempotencyKey: undefined })
  }
  return store
}

it('ends what a crash cut short, queues what goes on with it, and leaves the rest alone', async () => {
  const store = await setUp(record('op_1', 'running'), record('op_2', 'queued'), record('op_3', 'succeeded'))
  const { interrupted, queued } = await recoverOperations(store, 5000)
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
  const store = await setUp(
    { ...record('op_1', 'interrupted'), resumedBy: 'op_2' },
    { ...record('op_2', 'interrupted'), resumes: 'op_1', resumedBy: 'op_3' },
    { ...record('op_3', 'running'), resumes: 'op_2' },
  )
  const { interrupted, queued } = await recoverOperations(store, 5000)
  expect(interrupted).toMatchObject([{ id: 'op_3', error: { fix: expect.stringContaining('again') } }])
  expect(queued).toEqual([])

  const killed = await setUp({ ...record('op_1', 'running'), kind: 'kill' })
  expect((await recoverOperations(killed, 5000)).queued).toEqual([])
})
