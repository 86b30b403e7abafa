import { hashSecret, isSameHash, newSecret } from './secret.ts'

/** The one-time token that makes the first admin. It lives as long as the process, and as a hash only. */
export interface SetupToken {
  /** Makes a new one and forgets the last. */
  issue(): string
  matches(token: string): boolean
  forget(): void
}

export function createSetupToken(): SetupToken {
  let hash: string | undefined
  return {
    issue() {
      const token = newSecret()
      hash = hashSecret(token)
      return token
    },
    matches: (token) => hash !== undefined && isSameHash(hash, hashSecret(token)),
    forget() {
      hash = undefined
    },
  }
}
