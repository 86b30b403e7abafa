import type { OperationKind, ProjectDetail, ProjectSummary, ServiceStatus } from '@berth/contract'
import type { Live } from '../host/live-containers.ts'
import { type DeployedMarks, driftOf, marksOf } from './drift.ts'
import type { LoadedProject } from './loader.ts'
import type { ProjectRecord } from './project-store.ts'
import { projectState, publishedPorts, type StateInWords } from './status.ts'

/** The operation of a project that has not ended. */
export interface ActiveOperation {
  readonly id: string
  readonly kind: OperationKind
}

export interface Looked {
  readonly record: ProjectRecord
  readonly loaded: LoadedProject
  readonly services: readonly ServiceStatus[]
  readonly seen: Live
  readonly active: ActiveOperation | undefined
  readonly deployed: DeployedMarks | undefined
}

/** A project in a row of the list. Pure. */
export function summarise(looked: Looked): ProjectSummary {
  const { record, loaded, services, seen, active, deployed } = looked
  const marks = loaded.project && marksOf(loaded.project)
  return {
    name: record.name,
    ...stateOf(looked),
    runningServices: services.filter(({ replicas }) => replicas.some(isRunning)).length,
    totalServices: services.length,
    ports: publishedPorts(services),
    createdAt: new Date(record.createdAt).toISOString(),
    updatedAt: new Date(record.updatedAt).toISOString(),
    ...(record.owner && { owner: record.owner.name }),
    ...(record.parent !== undefined && { parent: record.parent }),
    ...(record.keptUntil !== undefined && { keptUntil: new Date(record.keptUntil).toISOString() }),
    ...(record.idleHours !== undefined && { idleHours: record.idleHours }),
    activeOperation: active?.id ?? null,
    ...(seen.unknown === undefined && { drift: driftOf(marks, deployed, seen.containers) }),
  }
}

const isRunning = ({ state }: ServiceStatus['replicas'][number]) =>
  state === 'running' || state === 'healthy' || state === 'unhealthy' || state === 'starting'

/** What brings about by itself that containers are not there yet. */
const bringsUp: ReadonlySet<OperationKind> = new Set(['deploy', 'start', 'restart', 'scale'])

function stateOf({ loaded, services, seen, active }: Looked): StateInWords {
  if (seen.unknown !== undefined) return { state: 'unknown', stateReason: seen.unknown }
  if (loaded.project === undefined) return { state: 'invalid', stateReason: firstError(loaded) }
  return projectState(services, { isDeploying: active !== undefined && bringsUp.has(active.kind) })
}

function firstError({ diagnostics }: LoadedProject): string {
  const first = diagnostics.find(({ severity }) => severity === 'error')
  const place = first?.range ? `${first.range.file}:${first.range.line}:${first.range.column}: ` : ''
  return `${place}${first?.message ?? ''}`
}

/** A finding about the files as it crosses the wire. Pure. */
export const toWire = ({
  path,
  range,
  ...rest
}: LoadedProject['diagnostics'][number]): ProjectDetail['diagnostics'][number] => ({
  ...rest,
  ...(range && { range: { ...range } }),
  ...(path && { path: [...path] }),
})
