import type { Actor } from '../access/actor.ts'
import type { SessionStore } from './session-store.ts'
import type { TokenStore } from './token-store.ts'

/** Whether what somebody came in with is still good: sockets outlive the request that opened them. */
export interface CredentialWatch {
  isOpen(actor: Actor): Promise<boolean>
  /** To be told when a session or token is ended early. */
  revoke(credentialId: string): void
  /** Hears when this actor's is. Returns the removal. */
  onRevoked(actor: Actor, listener: () => void): () => void
}

export function createCredentialWatch(stores: {
  readonly sessions: SessionStore
  readonly tokens: TokenStore
  readonly now: () => number
}): CredentialWatch {
  const { sessions, tokens, now } = stores
  const listeners = new Map<string, Set<() => void>>()
  return {
    isOpen: ({ kind, credentialId }) => (kind === 'user' ? sessions : tokens).isOpen(credentialId, now()),
    revoke(credentialId) {
      for (const listener of listeners.get(credentialId) ?? []) listener()
    },
    onRevoked({ credentialId }, listener) {
      const own = listeners.get(credentialId) ?? new Set()
      listeners.set(credentialId, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(credentialId)
      }
    },
  }
}
