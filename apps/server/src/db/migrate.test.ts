import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { MigrationError, migrate } from './migrate.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'berth-migrate-'))
  file = path.join(folder, 'test.db')
  onTestFinished(() => rm(folder, { recursive: true }))
  await write('1_users', 'CREATE TABLE "User" ("id" TEXT PRIMARY KEY);')
})

const directory = () => path.join(folder, 'migrations')

async function write(name: string, sql: string) {
  await mkdir(path.join(directory(), name), { recursive: true })
  await writeFile(path.join(directory(), name, 'migration.sql'), sql)
}

const tables = () => {
  const db = new Database(file)
  const rows = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).pluck().all()
  db.close()
  return rows
}

describe('migrate', () => {
  it('applies what is missing, once', async () => {
    expect(migrate(file, directory())).toEqual(['1_users'])
    await write('2_pets', 'CREATE TABLE "Pet" ("id" TEXT PRIMARY KEY);')
    expect(migrate(file, directory())).toEqual(['2_pets'])
    expect(migrate(file, directory())).toEqual([])
    expect(tables()).toEqual(['Pet', 'User', '_prisma_migrations'])
  })

  it('leaves nothing of a migration that fails', async () => {
    await write('2_broken', 'CREATE TABLE "Pet" ("id" TEXT PRIMARY KEY); INSERT INTO oops VALUES (1);')
    expect(() => migrate(file, directory())).toThrow('oops')
    expect(tables()).toEqual(['User', '_prisma_migrations'])
  })

  it('refuses a migration that would leave dangling references', async () => {
    await write(
      '2_pets',
      `CREATE TABLE "Pet" ("owner" TEXT REFERENCES "User" ("id")); INSERT INTO "Pet" VALUES ('nobody');`,
    )
    expect(() => migrate(file, directory())).toThrow('1 dangling reference')
    expect(tables()).not.toContain('Pet')
  })

  it('refuses a migration that was edited after it had been applied', async () => {
    migrate(file, directory())
    await write('1_users', 'CREATE TABLE "User" ("id" TEXT PRIMARY KEY, "name" TEXT);')
    expect(() => migrate(file, directory())).toThrow(/1_users was edited/)
  })

  it('refuses a database of a newer version, and says so', async () => {
    await write('2_pets', 'CREATE TABLE "Pet" ("id" TEXT PRIMARY KEY);')
    migrate(file, directory())
    await rm(path.join(directory(), '2_pets'), { recursive: true })
    expect(() => migrate(file, directory())).toThrow(MigrationError)
    expect(() => migrate(file, directory())).toThrow(/newer version of Berth \(2_pets\)/)
  })
})
