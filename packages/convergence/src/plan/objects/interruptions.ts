import type { DesiredState } from '../../desired/desired-state.ts'
import type { ObservedContainer, ObservedState } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import { isActive } from '../networks.ts'
import type { Interruption, ObjectChange } from './object-change.ts'

type ContainerChange = ObjectChange & { readonly id?: string }

interface Surroundings {
  readonly actions: readonly Action[]
  readonly observed: ObservedState
  /** Tells when health checks begin; absent: not known. */
  readonly desired?: DesiredState
}

/** What the Engine takes at least, in milliseconds; see docs/benchmarks.md. */
const startMs = 300
const networkMs = 150

/** Adds for how long each container that runs now is down, and drops the ids. */
export function withInterruptions(
  changes: readonly ContainerChange[],
  surroundings: Surroundings,
): ObjectChange[] {
  const { observed } = surroundings
  const running = new Map(observed.containers.filter(isActive).map((container) => [container.id, container]))
  const outages = outagesOf(surroundings)
  return changes.map(({ id, ...change }) => {
    const container = running.get(id ?? '')
    const outage = outages.get(id ?? '')
    if (container === undefined || outage === undefined) return change
    return { ...change, interrupts: interruptionOf(container, { outage, outages, running, surroundings }) }
  })
}

/** From which action a container is down, and from which one its successor or itself runs again. */
interface Outage {
  readonly from: string
  readonly until?: string
}

function outagesOf({ actions }: Surroundings): Map<string, Outage> {
  const outages = new Map<string, Outage>()
  for (const action of actions) {
    const id = 'container' in action && 'id' in action.container ? action.container.id : undefined
    if (id === undefined) continue
    if (action.kind === 'stop-container') outages.set(id, { from: action.id, ...endOf(action, actions) })
    if (action.kind === 'restart-container') outages.set(id, { from: action.id, until: action.id })
    // Killed by its removal.
    if (action.kind === 'remove-container' && !outages.has(id)) outages.set(id, { from: action.id })
  }
  return outages
}

/** The start, and the wait for its health, of what takes the place of a container that is stopped. */
function endOf(stop: Action, actions: readonly Action[]): Pick<Outage, 'until'> {
  const after = actions.filter(({ group }) => group === stop.group)
  const start = after.find(({ kind }) => kind === 'start-container')
  const healthy = after.find((action) => action.kind === 'wait-container' && action.until !== 'completed')
  const until = start && (healthy ?? start)
  return until === undefined ? {} : { until: until.id }
}

function interruptionOf(
  container: ObservedContainer,
  {
    outage,
    outages,
    running,
    surroundings,
  }: {
    readonly outage: Outage
    readonly outages: ReadonlyMap<string, Outage>
    readonly running: ReadonlyMap<string, ObservedContainer>
    readonly surroundings: Surroundings
  },
): Interruption {
  const { actions } = surroundings
  const { from, until } = outage
  const overlaps = (other: Outage) =>
    !(other.until !== undefined && waitsFor(from, other.until, actions)) &&
    !(until !== undefined && waitsFor(other.from, until, actions))
  const others = [...running.values()].filter(({ id, service, isOneOff }) => {
    const their = outages.get(id)
    return (
      id !== container.id &&
      service === container.service &&
      !isOneOff &&
      (their === undefined || !overlaps(their))
    )
  })
  return {
    ...(until !== undefined && { atLeastMs: longestPath(from, until, surroundings) }),
    othersRunning: others.length,
  }
}

/** Whether an action begins only when another has ended, directly or not. */
function waitsFor(action: string, other: string, actions: readonly Action[]): boolean {
  return action === other || ancestorsOf(action, actions).has(other)
}

function ancestorsOf(action: string, actions: readonly Action[]): Set<string> {
  const byId = new Map(actions.map((each) => [each.id, each]))
  const found = new Set<string>()
  const queue = [action]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const before of byId.get(id)?.after ?? []) {
      if (found.has(before)) continue
      found.add(before)
      queue.push(before)
    }
  }
  return found
}

/** The least time from the beginning of one action to the end of another that waits for it. */
function longestPath(
  from: string,
  until: string,
  { actions, desired }: Pick<Surroundings, 'actions' | 'desired'>,
): number {
  const ends = new Map<string, number>()
  // Topological: what an action waits for has its time before it.
  for (const action of actions) {
    const before = action.after.map((id) => ends.get(id)).filter((end) => end !== undefined)
    if (action.id !== from && before.length === 0) continue
    ends.set(action.id, Math.max(0, ...before) + costOf(action, desired))
    if (action.id === until) break
  }
  return ends.get(until) ?? 0
}

function costOf(action: Action, desired: DesiredState | undefined): number {
  switch (action.kind) {
    case 'start-container':
    case 'restart-container':
      return startMs
    case 'create-network':
    case 'remove-network':
      return networkMs
    case 'wait-container':
      return action.until === 'completed' ? 0 : firstCheckMs(action.service, desired)
    default:
      return 0
  }
}

/** The Engine's own intervals, where a healthcheck says none: usually, and during its start period. */
const defaultIntervalMs = 30_000
const defaultStartIntervalMs = 5_000

/** How long after its start a container is checked for the first time; 0 without a healthcheck of its own. */
function firstCheckMs(service: string | undefined, desired: DesiredState | undefined): number {
  const found = desired?.services.find(({ name }) => name === service)
  const check = found?.hasHealthcheck ? found.containers(1).body.Healthcheck : undefined
  if (check === undefined) return 0
  // During the start period checks come in their own interval.
  if (check.StartPeriod) return milliseconds(check.StartInterval) ?? defaultStartIntervalMs
  return milliseconds(check.Interval) ?? defaultIntervalMs
}

const milliseconds = (nanoseconds: number | undefined) => (nanoseconds ? nanoseconds / 1_000_000 : undefined)
