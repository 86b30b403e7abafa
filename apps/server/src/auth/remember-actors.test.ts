import { expect, it } from 'vitest'
import type { Actor } from '../access/actor.ts'
import { temporaryDb } from '../testing/temporary-db.ts'
import { rememberTokens } from './remember-actors.ts'
import { createTokenStore } from './token-store.ts'

const minute = 60_000

/** A store in a real database, with a token, and how often the database was asked for it. */
async function stage() {
  const db = await temporaryDb()
  const made = createTokenStore(db)
  await db.user.create({
    data: { id: 'u', name: 'ada', role: 'admin', passwordHash: '', createdAt: new Date(0) },
  })
  const wish = { userId: 'u', name: 'ci', role: 'admin', scope: {}, expiresAt: minute } as const
  const { token, secret } = await made.create(wish, 0)
  let asked = 0
  let during = async () => {}
  const store = rememberTokens({
    ...made,
    async find(presented, now): Promise<Actor | undefined> {
      asked += 1
      const found = await made.find(presented, now)
      await during()
      return found
    },
  })
  return {
    store,
    id: token.id,
    secret,
    asked: () => asked,
    onFind: (work: () => Promise<void>) => {
      during = work
    },
  }
}

it('asks once for what is asked often within a second', async () => {
  const { store, secret, asked } = await stage()
  for (const now of [0, 1, 500, 999]) expect(await store.find(secret, now)).toMatchObject({ name: 'ci' })
  expect(asked()).toBe(1)
  await store.find(secret, 1000)
  expect(asked()).toBe(2)
})

it('lets nobody in any more once the token is revoked', async () => {
  const { store, id, secret } = await stage()
  await store.find(secret, 0)
  await store.delete(id, 'u')
  expect(await store.find(secret, 1)).toBeUndefined()
})

it('does not remember what was revoked while the database answered', async () => {
  const { store, id, secret, onFind } = await stage()
  onFind(async () => void (await store.delete(id, 'u')))
  await store.find(secret, 0)
  onFind(async () => {})
  expect(await store.find(secret, 1)).toBeUndefined()
})

it('lets nobody in past the end of the token', async () => {
  const { store, secret } = await stage()
  expect(await store.find(secret, minute - 1)).toBeDefined()
  expect(await store.find(secret, minute)).toBeUndefined()
})

it('remembers nobody for a secret that is not valid', async () => {
  const { store, asked } = await stage()
  expect(await store.find('berth_nothing', 0)).toBeUndefined()
  expect(await store.find('berth_nothing', 1)).toBeUndefined()
  expect(asked()).toBe(2)
})
