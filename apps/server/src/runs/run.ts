import type { OperationError, Role, Run, RunArtifact, RunInput } from '@berth/contract'

/** What was asked for, but for the variables, which may be anybody's secrets. */
export interface RunRequest {
  readonly service: string
  readonly ref?: string
  readonly command?: readonly string[]
  readonly timeoutMs: number
  /** Paths in the container. */
  readonly artifacts: readonly string[]
  /** How long its environment stays when it fails; 0: not at all. */
  readonly keepMs: number
}

/** One run as the server keeps it, with times in epoch milliseconds. */
export interface RunRecord {
  readonly id: string
  /** That it is a run of. */
  readonly project: string
  /** Of its environment. */
  readonly name: string
  readonly buildId: string
  readonly request: RunRequest
  readonly commit?: string
  readonly state: Run['state']
  /** Known before it is cleaned up: then the state follows from it. */
  readonly cause?: NonNullable<Run['cause']>
  readonly exitCode?: number
  readonly actor: Run['actor']
  readonly userId: string
  /** What that user was, or the token. */
  readonly role?: Role
  readonly version: number
  readonly queuedAt: number
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly durationMs?: number
  readonly services: Run['services']
  readonly notes: readonly string[]
  readonly error?: OperationError
  readonly logTail: readonly string[]
  readonly artifacts: readonly Omit<RunArtifact, 'url'>[]
  /** References of images that were pulled for it alone. */
  readonly images: readonly string[]
  readonly environment: Run['environment']
  readonly keptUntil?: number
  readonly cleanUpError?: string
}

const hourMs = 60 * 60_000
const unitMs = { ms: 1, s: 1000, m: 60_000, h: hourMs, d: 24 * hourMs } as const

/** `1h30m` in milliseconds; its shape has been checked. Pure. */
function durationMs(text: string): number {
  let sum = 0
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|s|m|h|d)/g)) {
    // Safe: the pattern has no other units.
    sum += Number(count) * unitMs[unit as keyof typeof unitMs]
  }
  return sum
}

const longest = { timeoutMs: 24 * hourMs, keepMs: 7 * 24 * hourMs } as const

/** What was asked for, with what is usual. Pure. */
export function toRequest({
  service,
  ref,
  command,
  timeout = '1h',
  artifacts = [],
  keepOnFailure,
}: RunInput) {
  const request: RunRequest = {
    service,
    ...(ref !== undefined && { ref }),
    ...(command && { command }),
    timeoutMs: Math.min(durationMs(timeout), longest.timeoutMs),
    artifacts,
    keepMs: keepOnFailure === undefined ? 0 : Math.min(durationMs(keepOnFailure), longest.keepMs),
  }
  return request
}

/** The state that a run ends in. Pure. */
export function endStateOf({ cause, exitCode }: Pick<RunRecord, 'cause' | 'exitCode'>): Run['state'] {
  if (cause === 'exit') return exitCode === 0 ? 'succeeded' : 'failed'
  return cause === 'cancelled' || cause === 'interrupted' ? cause : 'failed'
}

const iso = (at: number) => new Date(at).toISOString()

/** As a reply tells it. Pure. */
export function toRun(record: RunRecord): Run {
  const { request, userId: _userId, role: _role, images: _images, exitCode, ...rest } = record
  const { queuedAt, startedAt, finishedAt, keptUntil, ...told } = rest
  const url = `/api/v1/runs/${record.id}`
  return {
    ...told,
    ...(request.ref !== undefined && { ref: request.ref }),
    service: request.service,
    ...(request.command && { command: [...request.command] }),
    exitCode: exitCode ?? null,
    queuedAt: iso(queuedAt),
    ...(startedAt !== undefined && { startedAt: iso(startedAt) }),
    ...(finishedAt !== undefined && { finishedAt: iso(finishedAt) }),
    ...(keptUntil !== undefined && { keptUntil: iso(keptUntil) }),
    notes: [...record.notes],
    logTail: [...record.logTail],
    logsUrl: `${url}/logs`,
    artifacts: record.artifacts.map((artifact) => ({
      ...artifact,
      ...(artifact.error === undefined && { url: `${url}/artifacts/${encodeURIComponent(artifact.name)}` }),
    })),
  }
}
