import type { DesiredService } from '../desired/desired-state.ts'
import type { ObservedContainer } from '../observed/observed-state.ts'
import type { UpContext } from './context.ts'
import { type Divergence, divergence } from './divergence.ts'
import { isActive } from './networks.ts'

/** What is to happen to one numbered replica of a service. */
export type ReplicaChange =
  | (Replica & { readonly kind: 'create'; readonly reason: string })
  | (Existing & { readonly kind: 'keep' })
  | (Existing & { readonly kind: 'start'; readonly reason: string })
  | (Existing & { readonly kind: 'restart'; readonly reason: string; readonly condition?: Condition })
  | (Existing & { readonly kind: 'finish'; readonly reason: string })
  | (Existing & {
      readonly kind: 'replace'
      readonly reasons: readonly string[]
      readonly condition?: Condition
    })
  | (Existing & { readonly kind: 'remove'; readonly reason: string })

type Condition = NonNullable<Divergence['condition']>

interface Replica {
  readonly number: number
  /** Other containers with the same number: what an interrupted run left, to be removed. */
  readonly leftovers: readonly ObservedContainer[]
}

interface Existing extends Replica {
  readonly container: ObservedContainer
}

interface Candidate extends Existing {
  readonly difference: Divergence | undefined
}

/** Decides what each replica of a service needs, sorted by number (R18-R23, R28). */
export function decideReplicas(service: DesiredService, context: UpContext): ReplicaChange[] {
  if (service.isOneOff)
    return [{ kind: 'create', number: 1, leftovers: [], reason: 'a command is to run once' }]
  const own = numbered(
    context.observed.containers.filter(
      (container) => container.service === service.name && !container.isOneOff,
    ),
  )
  const groups = groupByNumber(own)
  const current = groups.map((group) => chooseCurrent(group, service, context))
  const candidates = current.filter((candidate) => candidate !== undefined)
  const ranked = candidates.toSorted(keepFirst)
  const kept = ranked.slice(0, service.replicas)
  const surplus = ranked.slice(service.replicas)
  const gone = groups.filter((group) => group.every(isGone))
  const missing = service.replicas - kept.length
  return [
    ...kept.map((candidate) => decide(candidate, service, context)),
    ...surplus.map((candidate) =>
      remove(candidate, `scaled from ${candidates.length} to ${service.replicas}`),
    ),
    ...newReplicas({ service, own, gone, missing, existing: candidates.length }),
  ].sort((a, b) => a.number - b.number)
}

/** A container whose label was lost is a replica of its own, not a leftover of another. */
function numbered(containers: readonly ObservedContainer[]): ObservedContainer[] {
  let next = highestNumber(containers)
  return containers.map((container) => (container.number > 0 ? container : { ...container, number: ++next }))
}

const highestNumber = (containers: readonly ObservedContainer[]) =>
  Math.max(0, ...containers.map(({ number }) => number))

function groupByNumber(containers: readonly ObservedContainer[]): ObservedContainer[][] {
  const groups = new Map<number, ObservedContainer[]>()
  for (const container of containers) {
    const group = groups.get(container.number) ?? []
    groups.set(container.number, [...group, container])
  }
  return [...groups.values()]
}

/** Neither can be started again. */
const isGone = ({ state }: ObservedContainer) => state === 'dead' || state === 'removing'

/** Of several with one number: what runs, then what is up to date, then what has its own name. */
function chooseCurrent(
  group: readonly ObservedContainer[],
  service: DesiredService,
  context: UpContext,
): Candidate | undefined {
  const candidates = group
    .filter((container) => !isGone(container))
    .map((container) => ({ container, difference: divergence(container, service, context) }))
  const rank = ({ container, difference }: (typeof candidates)[number]) =>
    (isActive(container) ? 0 : 4) +
    (difference === undefined || difference.condition !== undefined ? 0 : 2) +
    (isTemporary(container, service) ? 1 : 0)
  const [chosen] = candidates.sort((a, b) => rank(a) - rank(b) || (a.container.id < b.container.id ? -1 : 1))
  if (chosen === undefined) return undefined
  return {
    ...chosen,
    number: chosen.container.number,
    leftovers: group.filter((container) => container !== chosen.container),
  }
}

/** The name of a replacement that has not taken over yet: `0123456789ab_shop-web-1`. */
function isTemporary({ name, number }: ObservedContainer, service: DesiredService): boolean {
  const wanted = service.containers(number).name
  return name.endsWith(`_${wanted}`) && /^[0-9a-f]{12}$/.test(name.slice(0, -wanted.length - 1))
}

/** Up to date before different, then by number: what is left over goes first when scaling down. */
function keepFirst(a: Candidate, b: Candidate): number {
  const differs = ({ difference }: Candidate) =>
    difference === undefined || difference.condition !== undefined ? 0 : 1
  return differs(a) - differs(b) || a.number - b.number
}

function decide(candidate: Candidate, service: DesiredService, context: UpContext): ReplicaChange {
  const { container, difference, number, leftovers } = candidate
  const existing = { container, number, leftovers }
  const restsInPeace = isActive(container) || isCompleted(container, service, context)
  if (difference !== undefined && (difference.condition === undefined || restsInPeace)) {
    return { ...existing, ...difference, kind: 'replace' }
  }
  if (difference !== undefined) return { ...existing, kind: 'replace', reasons: difference.reasons }
  if (isTemporary(container, service)) {
    return { ...existing, kind: 'finish', reason: 'an interrupted replacement is completed' }
  }
  if (restsInPeace || context.options.start === false) return { ...existing, kind: 'keep' }
  return { ...existing, kind: 'start', reason: stateInWords(container) }
}

const remove = ({ container, number, leftovers }: Candidate, reason: string): ReplicaChange => ({
  kind: 'remove',
  container,
  number,
  leftovers,
  reason,
})

/** Has done what others wait for; running it again is for who changes it (docker/compose#11808). */
function isCompleted(container: ObservedContainer, service: DesiredService, { desired }: UpContext): boolean {
  if (container.state !== 'exited' || container.exitCode !== 0) return false
  return desired.services.some(({ dependsOn }) =>
    dependsOn.some(
      (dependency) =>
        dependency.service === service.name && dependency.condition === 'service_completed_successfully',
    ),
  )
}

const stateInWords = ({ name, state, exitCode }: ObservedContainer) =>
  state === 'exited' ? `${name} exited (${exitCode ?? 'unknown'})` : `${name} was created but never started`

interface Missing {
  readonly service: DesiredService
  readonly own: readonly ObservedContainer[]
  readonly gone: readonly ObservedContainer[][]
  readonly missing: number
  readonly existing: number
}

/** Numbers of dead containers are used again; the others go on after the highest. */
function newReplicas({ service, own, gone, missing, existing }: Missing): ReplicaChange[] {
  const reason = existing === 0 ? 'no container' : `scaled from ${existing} to ${service.replicas}`
  const highest = highestNumber(own)
  const reused = gone.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    return [{ number: first.number, leftovers: group, reason: `${first.name} is ${first.state}` }]
  })
  const fresh = Array.from({ length: Math.max(0, missing - reused.length) }, (_, index) => ({
    number: highest + index + 1,
    leftovers: [],
    reason,
  }))
  const used = [...reused.slice(0, Math.max(0, missing)), ...fresh]
  return [
    ...used.map((replica): ReplicaChange => ({ ...replica, kind: 'create' })),
    ...reused.slice(Math.max(0, missing)).flatMap(({ leftovers }) => leftovers.map(removeDead)),
  ]
}

const removeDead = (container: ObservedContainer): ReplicaChange => ({
  kind: 'remove',
  container,
  number: container.number,
  leftovers: [],
  reason: `${container.name} is ${container.state}`,
})
