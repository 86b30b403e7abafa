import type { Actor } from '../access/actor.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenStore } from './token-store.ts'

/** Long enough for a page or a script that calls often, and no longer than anybody would notice. */
const rememberMs = 1_000
const most = 1_000

/** A store that remembers who was found for a moment. */
export type Remembering<Store> = Store & {
  /** Something about users has changed that the store was not told of. */
  readonly forget: () => void
}

type Find = (secret: string, now: number) => Promise<Actor | undefined>

/** A session store that does not ask the database for the same session many times a second. */
export function rememberSessions(store: SessionStore): Remembering<SessionStore> {
  const { find, forget } = remember(store.find)
  return {
    ...store,
    find,
    forget,
    async end(id) {
      await store.end(id)
      forget()
    },
    async endAll(userId, but) {
      const ended = await store.endAll(userId, but)
      forget()
      return ended
    },
  }
}

/** A token store that does not ask the database for the same token many times a second. */
export function rememberTokens(store: TokenStore): Remembering<TokenStore> {
  const { find, forget } = remember(store.find)
  return {
    ...store,
    find,
    forget,
    async delete(id, userId) {
      const had = await store.delete(id, userId)
      forget()
      return had
    },
  }
}

/** Who was found is known for a moment, but never past the end of it, and never past {@link forget}. */
function remember(ask: Find): { readonly find: Find; readonly forget: () => void } {
  let known = new Map<string, { readonly actor: Actor; readonly at: number }>()
  return {
    async find(secret, now) {
      const { actor, at } = known.get(secret) ?? {}
      if (actor !== undefined && at !== undefined && now >= at && now < at + rememberMs) {
        return now < actor.expiresAt ? actor : undefined
      }
      // What is forgotten while the database answers is forgotten for that answer too.
      const memory = known
      const found = await ask(secret, now)
      if (memory.size >= most) memory.clear()
      if (found === undefined) memory.delete(secret)
      else memory.set(secret, { actor: found, at: now })
      return found
    },
    forget() {
      known = new Map()
    },
  }
}
