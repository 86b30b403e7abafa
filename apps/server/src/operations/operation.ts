import type {
  DeployOptions,
  DownOptions,
  KillOptions,
  Operation,
  OperationError,
  OperationKind,
  PauseOptions,
  RestartOptions,
  Role,
  ScaleOptions,
  StartOptions,
  Step,
  StopOptions,
} from '@berth/contract'

/** A deployment of what a revision has. */
export interface RollbackOption {
  readonly rollbackOf?: number
  /** What that revision has is planned instead of the files, which stay as they are: it ran before. */
  readonly undoTo?: number
}

/** A deployment of what is newest in the project's repository, which is fetched when its turn comes. */
export interface SyncOption {
  readonly sync?: boolean
}

/** What can be asked of each kind of operation. */
export interface OptionsOf {
  deploy: DeployOptions & RollbackOption & SyncOption
  down: DownOptions
  start: StartOptions
  stop: StopOptions
  restart: RestartOptions
  pause: PauseOptions
  unpause: PauseOptions
  kill: KillOptions
  scale: ScaleOptions
}

/** What was asked for. */
export type OperationRequest<K extends OperationKind = OperationKind> = {
  readonly [Kind in K]: { readonly kind: Kind; readonly options: OptionsOf[Kind] }
}[K]

/** Who shares an operation that somebody else asked for first. */
export interface Sharer {
  readonly userId: string
  readonly name: string
}

/** One run as the server keeps it: the contract's operation, with times in epoch milliseconds. */
export interface OperationRecord
  extends Omit<Operation, 'queuedAt' | 'startedAt' | 'finishedAt' | 'steps' | 'alsoFor' | 'seq'> {
  /** Whose it is. */
  readonly userId: string
  /** What that user was, or the token, when it was asked for. */
  readonly role?: Role
  readonly alsoFor: readonly Sharer[]
  readonly queuedAt: number
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly steps: readonly StepRecord[]
  readonly error?: OperationError
}

export interface StepRecord extends Omit<Step, 'startedAt' | 'finishedAt'> {
  readonly startedAt?: number
  readonly finishedAt?: number
}

/** The services that a request names; none when it means all. */
export function scopeOf(request: OperationRequest): string[] {
  if (request.kind === 'scale') return [request.options.service]
  return [...(request.options.services ?? [])]
}

/** The digest that a plan was agreed to by, where the request has one. */
export const agreedDigest = ({ options }: OperationRequest): string | undefined =>
  'planDigest' in options ? options.planDigest : undefined

/** The plan that was agreed to then is no longer the one that is carried out. */
export function withoutDigest(request: OperationRequest): OperationRequest {
  if (request.kind !== 'deploy' && request.kind !== 'down') return request
  const { planDigest: _planDigest, ...options } = request.options
  // Safe: the same options of the same kind, but for one that may be absent.
  return { kind: request.kind, options } as OperationRequest
}

const iso = (at: number) => new Date(at).toISOString()

export function toStep({ startedAt, finishedAt, ...step }: StepRecord): Step {
  return {
    ...step,
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
  }
}

/** As an event tells it, without its steps. */
export function toSummary(record: OperationRecord): Omit<Operation, 'steps' | 'seq'> {
  const {
    steps: _steps,
    userId: _userId,
    role: _role,
    alsoFor,
    queuedAt,
    startedAt,
    finishedAt,
    ...rest
  } = record
  return {
    ...rest,
    alsoFor: alsoFor.map(({ name }) => name),
    queuedAt: iso(queuedAt),
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
  }
}

/** As a reply tells it. */
export const toOperation = (record: OperationRecord, seq: number): Operation => ({
  ...toSummary(record),
  steps: record.steps.map(toStep),
  seq,
})
