/** A delivery as it arrived. */
export interface Arrived {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** Byte for byte: that is what is signed. */
  readonly body: Buffer
  /** `?token=` of the address, for senders that can set nothing else. */
  readonly token: string | undefined
}

/** What a delivery tells of. */
export type HookEvent =
  /** `paths`: what the commits touched; absent when the sender does not say, or not of all of them. */
  | {
      readonly kind: 'push'
      readonly branches: readonly string[]
      readonly commit?: string
      readonly paths?: readonly string[]
    }
  | { readonly kind: 'image'; readonly repository: string; readonly tags: readonly string[] }
  /** A script that says no more than that it wants a deployment. */
  | { readonly kind: 'request' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'other'; readonly name: string }

/** What came of reading a delivery. */
export type Reading =
  /** `delivery`: the same whenever the sender sends it again. */
  | { readonly kind: 'read'; readonly delivery: string; readonly event: HookEvent }
  /** It is not signed as it must be; `why` without anything of the secret. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It is signed, and is not what the sender's documentation says. */
  | { readonly kind: 'unreadable'; readonly why: string }

/** Reads the deliveries of one sender. Pure; secrets are compared in constant time. */
export type ReadDelivery = (
  arrived: Arrived,
  against: {
    readonly secret: string
    /** Epoch milliseconds. */
    readonly now: number
  },
) => Reading

/** A header that may have been sent once. */
export function headerOf({ headers }: Arrived, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An event in a few words, for the list of deliveries. */
export function wordsFor(event: HookEvent): string {
  switch (event.kind) {
    case 'push': {
      const commit = event.commit === undefined ? '' : ` (${event.commit.slice(0, 8)})`
      return `push to ${event.branches.join(', ')}${commit}`
    }
    case 'image':
      return `image ${event.repository}:${event.tags.join(', ')}`
    case 'other':
      return event.name
    default:
      return event.kind
  }
}
