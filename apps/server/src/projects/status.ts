import type { Project, Service } from '@berth/compose'
import type { ProjectState, Replica, ReplicaState, ServiceStatus } from '@berth/contract'
import { type ContainerSummary, label } from '@berth/docker-engine'
import type { LiveContainer } from '../host/live-containers.ts'
import { toReplica } from './replica.ts'

/**
 * What the files ask for beside what the Engine runs: one row per service of either, sorted by name.
 * Pure. Without a loaded project only what runs is known.
 */
export function joinServices(
  project: Project | undefined,
  containers: readonly LiveContainer[],
): ServiceStatus[] {
  const running = Map.groupBy(containers.filter(isReplica), serviceOf)
  const names = new Set([...Object.keys(project?.services ?? {}), ...running.keys()])
  return [...names].sort().map((name) => {
    const replicas = (running.get(name) ?? []).map(toReplica).sort((a, b) => a.number - b.number)
    const service = project?.services[name]
    const isOrphan = project !== undefined && !service && !project.disabledServices[name]
    const wanted = service === undefined ? 0 : (service.scale ?? service.deploy?.replicas ?? 1)
    return {
      name,
      image: service ? imageOf(project, service) : (replicas[0]?.image ?? ''),
      isBuilt: service?.build !== undefined,
      isOrphan,
      wanted,
      state: serviceState(replicas, wanted),
      replicas,
    }
  })
}

const serviceOf = ({ labels }: ContainerSummary) => labels[label.service] ?? ''

/** One-off runs are no replicas. */
const isReplica = ({ labels }: ContainerSummary) =>
  labels[label.service] !== undefined && labels[label.oneOff]?.toLowerCase() !== 'true'

const imageOf = (project: Project | undefined, { image, name }: Service) =>
  image ?? `${project?.name}-${name}`

/** From what needs a person most to what needs nobody. */
const byUrgency: readonly ReplicaState[] = [
  'dead',
  'restarting',
  'unhealthy',
  'exited',
  'missing',
  'paused',
  'starting',
  'created',
  'running',
  'healthy',
  'completed',
]

/** The most urgent state of its replicas; `missing` when the files ask for more than there are. */
function serviceState(replicas: readonly Replica[], wanted: number): ReplicaState {
  const states = new Set(replicas.map(({ state }) => state))
  if (replicas.length < wanted) states.add('missing')
  return byUrgency.find((state) => states.has(state)) ?? 'missing'
}

export interface StateInWords {
  readonly state: ProjectState
  /** Empty when there is nothing to add. */
  readonly stateReason: string
}

const troubled: ReadonlySet<ReplicaState> = new Set([
  'dead',
  'restarting',
  'unhealthy',
  'exited',
  'missing',
  'paused',
])
/** Exit codes of a container that was told to stop: SIGTERM, SIGKILL. */
const stoppedCodes: ReadonlySet<number> = new Set([0, 143, 137])

/** A deployment brings these about itself, for a moment. */
const passing: ReadonlySet<ReplicaState> = new Set(['missing', 'exited'])
const waitingStates: ReadonlySet<ReplicaState> = new Set(['starting', 'created', 'missing', 'exited'])

/**
 * One state for the whole project, and why when it is not well. Pure.
 *
 * @param isDeploying What is not there yet counts as starting.
 */
export function projectState(
  services: readonly ServiceStatus[],
  { isDeploying }: { isDeploying: boolean },
): StateInWords {
  const replicas = services.flatMap((service) => service.replicas)
  if (!isDeploying && !replicas.some(isUp)) return idleState(services, replicas)

  const trouble = services.filter(({ state }) => troubled.has(state) && !(isDeploying && passing.has(state)))
  if (trouble.length > 0) return { state: 'degraded', stateReason: trouble.map(troubleOf).join(', ') }
  const waiting = services.filter(({ state }) => waitingStates.has(state))
  if (waiting.length > 0) {
    return { state: 'starting', stateReason: `waiting for ${waiting.map(({ name }) => name).join(', ')}` }
  }
  // All that can tell are well; of what has no healthcheck nobody can ask more than that it runs.
  const isHealthy = replicas.some(({ state }) => state === 'healthy')
  return { state: isHealthy ? 'healthy' : 'running', stateReason: '' }
}

const isUp = ({ state }: Replica) =>
  state !== 'exited' && state !== 'completed' && state !== 'created' && state !== 'dead'

function idleState(services: readonly ServiceStatus[], replicas: readonly Replica[]): StateInWords {
  if (replicas.length === 0) return { state: 'stopped', stateReason: '' }
  const failed = services.filter(({ replicas: own }) => own.some(hasFailed))
  if (failed.length > 0) return { state: 'degraded', stateReason: failed.map(troubleOf).join(', ') }
  const isComplete = services.every(({ state }) => state === 'completed')
  return { state: isComplete ? 'completed' : 'stopped', stateReason: '' }
}

const hasFailed = ({ state, exitCode, isOutOfMemory }: Replica) =>
  state === 'dead' || (state === 'exited' && (isOutOfMemory || !stoppedCodes.has(exitCode ?? 0)))

function troubleOf({ name, state, replicas }: ServiceStatus): string {
  if (state === 'missing') return `${name} has no container`
  const replica = replicas.find((each) => each.state === state)
  const code = replica?.exitCode
  if (state !== 'exited') return `${name} is ${state}${detailsOf(replica, code)}`
  return `${name} ${code === undefined ? 'has exited' : `exited ${code}`}${detailsOf(replica)}`
}

/** In brackets: how often it was started again, and how its last run ended. */
function detailsOf(replica: Replica | undefined, code?: number): string {
  const { restarts = 0, isOutOfMemory = false } = replica ?? {}
  const details = [
    ...(restarts > 0 ? [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`] : []),
    ...(code === undefined ? [] : [`exit ${code}`]),
    ...(isOutOfMemory ? ['out of memory'] : []),
  ]
  return details.length === 0 ? '' : ` (${details.join(', ')})`
}

/** Published host ports of all that runs, ascending, each once. */
export function publishedPorts(services: readonly ServiceStatus[]): number[] {
  const ports = services.flatMap(({ replicas }) => replicas.flatMap((replica) => replica.ports))
  return [...new Set(ports.map(({ published }) => published))].sort((a, b) => a - b)
}
