import { expect, it } from 'vitest'
import { temporaryDb } from '../testing/temporary-db.ts'
import { isDbAlive } from './client.ts'

const project = (name: string) => ({ name, createdAt: new Date(0), updatedAt: new Date(0) })

it('keeps what another request writes while a transaction rolls back', async () => {
  const db = await temporaryDb()
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
  expect(await isDbAlive(await temporaryDb())).toBe(true)
})
