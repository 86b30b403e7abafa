import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PlanView } from '@berth/contract'
import { expect, it, onTestFinished } from 'vitest'
import { openDb } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'
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

it('ends what a crash left open, and leaves the rest alone', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-recover-'))
  migrate(path.join(folder, 'berth.db'), path.resolve(import.meta.dirname, '../../../../prisma/migrations'))
  const db = openDb(path.join(folder, 'berth.db'))
  onTestFinished(async () => {
    await db.$disconnect()
    await rm(folder, { recursive: true })
  })
  const store = createOperationStore(db)
  for (const each of [record('op_1', 'running'), record('op_2', 'queued'), record('op_3', 'succeeded')]) {
    await store.insert({
      record: each,
      request: { kind: 'deploy', options: {} },
      plan,
      idempotencyKey: undefined,
    })
  }

  const interrupted = await recoverOperations(store, 5000)
  expect(interrupted.map(({ id }) => id)).toEqual(['op_1', 'op_2'])
  const [third, second, first] = await store.list({ limit: 10 })
  expect(first).toMatchObject({
    state: 'interrupted',
    version: 5,
    finishedAt: 5000,
    error: { code: 'OPERATION_INTERRUPTED', message: expect.stringContaining('still runs') },
  })
  expect(first?.steps.map(({ state }) => state)).toEqual(['done', 'cancelled', 'cancelled'])
  expect(second?.error?.message).toContain('Nothing was changed')
  expect(third).toEqual(record('op_3', 'succeeded'))
  expect(await recoverOperations(store, 6000)).toEqual([])
})
