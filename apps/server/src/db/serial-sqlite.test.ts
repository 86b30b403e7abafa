import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { isDbAlive, openDb } from './client.ts'
import { migrate } from './migrate.ts'

async function openTemporary() {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-db-'))
  const file = path.join(folder, 'berth.db')
  migrate(file, path.resolve(import.meta.dirname, '../../../../prisma/migrations'))
  const db = openDb(file)
  onTestFinished(async () => {
    await db.$disconnect()
    await rm(folder, { recursive: true })
  })
  return db
}

const project = (name: string) => ({ name, createdAt: new Date(0), updatedAt: new Date(0) })

it('keeps what another request writes while a transaction rolls back', async () => {
  const db = await openTemporary()
  const begun = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const rolledBack = db.$transaction(async (tx) => {
    await tx.project.create({ data: project('inside') })
    begun.resolve()
    await goOn.promise
    throw new Error('roll back')
  })
  await begun.promise
  const beside = db.project.create({ data: project('beside') })
  goOn.resolve()
  await expect(rolledBack).rejects.toThrow('roll back')
  await beside
  expect((await db.project.findMany()).map(({ name }) => name)).toEqual(['beside'])
})

it('answers', async () => {
  expect(await isDbAlive(await openTemporary())).toBe(true)
})
