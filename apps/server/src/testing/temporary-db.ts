import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type Db, openDb } from '../db/client.ts'
import { migrate } from '../db/migrate.ts'

const migrations = path.resolve(import.meta.dirname, '../../../../prisma/migrations')
let template: Buffer | undefined

/** Makes the database of this version, unless the file is there. */
export function makeDatabase(file: string): void {
  if (existsSync(file)) return
  template ??= migrated()
  writeFileSync(file, template)
}

// Every test starts from the same one: the migrations run once in each process.
function migrated(): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-template-'))
  try {
    migrate(path.join(folder, 'berth.db'), migrations)
    return readFileSync(path.join(folder, 'berth.db'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A migrated database that goes with the test. */
export async function temporaryDb(): Promise<Db> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-db-'))
  makeDatabase(path.join(folder, 'berth.db'))
  const db = openDb(path.join(folder, 'berth.db'))
  onTestFinished(async () => {
    await db.$disconnect()
    await rm(folder, { recursive: true })
  })
  return db
}
