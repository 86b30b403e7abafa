import type { Role } from '@berth/contract'
import type { TokenScope } from './scope.ts'

/** Who asks: a person with a session, or an API token of a person. */
export interface Actor {
  readonly kind: 'user' | 'token'
  /** Of the user, for a token too. */
  readonly userId: string
  /** Of the user, or of the token. */
  readonly name: string
  /** Of the user, for a token too. */
  readonly userName: string
  /** What it may do now: for a token the lesser of its own role and its maker's. */
  readonly role: Role
  /** Of a token. */
  readonly scope?: TokenScope
  /** Names the session or token, to close what it opened when it is revoked. Secret for nobody. */
  readonly credentialId: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}
