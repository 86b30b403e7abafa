import type { Db } from '../db/client.ts'
import { createAuthService } from './auth-service.ts'
import { createCredentialWatch } from './credential-watch.ts'
import { rememberSessions, rememberTokens } from './remember-actors.ts'
import { createSessionStore } from './session-store.ts'
import { createSetupToken } from './setup-token.ts'
import { createTokenStore } from './token-store.ts'
import { createUserService } from './user-service.ts'
import { createUserStore } from './user-store.ts'

/** Puts the parts together that know who somebody is. */
export function openAuth({ db, now }: { readonly db: Db; readonly now: () => number }) {
  const sessions = rememberSessions(createSessionStore(db))
  const tokens = rememberTokens(createTokenStore(db))
  const setupToken = createSetupToken()
  const credentials = createCredentialWatch({ sessions, tokens, now })
  const userStore = createUserStore(db)
  const identities = { users: userStore, sessions, tokens, now, onRevoked: credentials.revoke }
  const auth = createAuthService({ ...identities, setupToken })
  const users = createUserService({
    ...identities,
    forgetActors() {
      sessions.forget()
      tokens.forget()
    },
  })
  return { sessions, tokens, setupToken, credentials, userStore, auth, users }
}
