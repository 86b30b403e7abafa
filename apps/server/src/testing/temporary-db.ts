import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { type Db, openDb } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'

// A database of its own for each test: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 30_000 })

const migrations = path.resolve(import.meta.dirname, '../../../../prisma/migrations')

/** A migrated database that goes with the test. */
export async function temporaryDb(): Promise<Db> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-db-'))
  migrate(path.join(folder, 'berth.db'), migrations)
  const db = openDb(path.join(folder, 'berth.db'))
  onTestFinished(async () => {
    await db.$disconnect()
    await rm(folder, { recursive: true })
  })
  return db
}
