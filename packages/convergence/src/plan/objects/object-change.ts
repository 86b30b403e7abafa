/** What becomes of one container, network, volume or image. */
export interface ObjectChange {
  readonly kind: 'image' | 'network' | 'volume' | 'container'
  /** As the Engine will call it when the plan has been applied. */
  readonly name: string
  /** Of a container. */
  readonly service?: string
  readonly change: ObjectVerb
  /** Each in words: `image nginx:1.28 → nginx:1.29`, `environment DB_URL added`. Values of variables never. */
  readonly reasons: readonly string[]
  /** Only of a container that runs now and will not for a while, or not any more. */
  readonly interrupts?: Interruption
  /** What is lost for good, in words: `volume shop_data`. */
  readonly destroys?: string
}

/**
 * `keep`: nothing happens to it. `signal`: it is sent one, and what it does then is its own affair. `restore`: the
 * reference means an earlier image again.
 */
export type ObjectVerb =
  | 'create'
  | 'recreate'
  | 'start'
  | 'restart'
  | 'stop'
  | 'pause'
  | 'unpause'
  | 'signal'
  | 'remove'
  | 'pull'
  | 'restore'
  | 'build'
  | 'keep'

/** For how long a container is down. */
export interface Interruption {
  /**
   * The least that it takes, in milliseconds: what the Engine needs to start containers and make networks, and
   * the first health check, before which nothing is healthy. What programs take to end comes on top. Absent: it
   * does not come back by this plan.
   */
  readonly atLeastMs?: number
  /** How many other containers of its service run all the while. */
  readonly othersRunning: number
}

const kinds: readonly ObjectChange['kind'][] = ['image', 'network', 'volume', 'container']

/** Sorts by kind, then by service and name; names that end in numbers by those. */
export function inOrder(objects: readonly ObjectChange[]): ObjectChange[] {
  return objects.toSorted(
    (a, b) =>
      kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
      compare(a.service ?? '', b.service ?? '') ||
      compare(a.name, b.name),
  )
}

/** `web-2` before `web-10`. Not by the user's language: the order is the same everywhere. */
function compare(a: string, b: string): number {
  const [stemA, numberA] = splitNumber(a)
  const [stemB, numberB] = splitNumber(b)
  if (stemA !== stemB) return stemA < stemB ? -1 : 1
  return numberA - numberB || (a < b ? -1 : a === b ? 0 : 1)
}

function splitNumber(name: string): [stem: string, number: number] {
  const [, stem = name, digits = '0'] = /^(.*?)(\d{0,9})$/.exec(name) ?? []
  return [stem, Number(digits)]
}
