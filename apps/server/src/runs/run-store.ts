import type { Role, Run, RunLogLine } from '@berth/contract'
import { type Db, isDuplicate } from '../db/client.ts'
import type { Seal } from '../secrets/seal.ts'
import type { RunRecord } from './run.ts'

export interface NewRun {
  readonly record: RunRecord
  /** What the files are given; it is sealed. */
  readonly variables: Readonly<Record<string, string>>
  /** Whose request it was made for, when that had an idempotency key. */
  readonly idempotencyKey: string | undefined
}

export interface RunFilter {
  readonly project: string
  readonly state?: Run['state'] | undefined
  /** Only those that are older than this one. */
  readonly before?: string | undefined
  readonly limit: number
}

/** Every run that was ever asked for, and what it printed. */
export interface RunStore {
  /** Binds the idempotency key to it in the same breath. False when the project has a run of that build. */
  insert(run: NewRun): Promise<boolean>
  update(record: RunRecord): Promise<void>
  find(id: string): Promise<RunRecord | undefined>
  /** Whether a run has an environment of that name. */
  isTaken(name: string): Promise<boolean>
  variables(id: string): Promise<Readonly<Record<string, string>>>
  /** Newest first. */
  list(filter: RunFilter): Promise<RunRecord[]>
  /** Those that have not ended, and those of which something is left; oldest first. */
  listOpen(): Promise<RunRecord[]>
  appendLog(id: string, lines: readonly RunLogLine[]): Promise<void>
  /** The batches after the one of that number, which is 0 for the beginning. */
  readLog(id: string, after: number): Promise<{ readonly number: number; readonly lines: RunLogLine[] }[]>
  /** Forgets what ended before a time and left nothing; resolves with their ids. */
  prune(endedBefore: number): Promise<string[]>
}

export function createRunStore(db: Db, seal: Seal): RunStore {
  return {
    async insert({ record, variables, idempotencyKey: key }) {
      const { id, project, name, buildId, request, userId, role, queuedAt } = record
      const run = db.run.create({
        data: {
          ...changing(record),
          id,
          project,
          name,
          buildId,
          request: JSON.stringify(request),
          sealed: seal.seal(JSON.stringify(variables), placeOf(id)),
          actor: JSON.stringify(record.actor),
          userId,
          role: role ?? null,
          queuedAt: new Date(queuedAt),
        },
      })
      const bound =
        key === undefined ? [] : [db.idempotencyKey.update({ where: { key }, data: { operationId: id } })]
      try {
        await db.$transaction([run, ...bound])
        return true
      } catch (error) {
        if (isDuplicate(error)) return false
        throw error
      }
    },
    async update(record) {
      await db.run.update({ where: { id: record.id }, data: changing(record) })
    },
    async find(id) {
      const row = await db.run.findUnique({ where: { id } })
      return row === null ? undefined : toRecord(row)
    },
    isTaken: async (name) => (await db.run.count({ where: { name } })) > 0,
    async variables(id) {
      const row = await db.run.findUnique({ where: { id }, select: { sealed: true } })
      // Safe: it was sealed from this type.
      return row === null ? {} : (JSON.parse(seal.open(row.sealed, placeOf(id))) as Record<string, string>)
    },
    async list({ project, state, before, limit }) {
      const where = {
        project,
        ...(state !== undefined && { state }),
        ...(before !== undefined && { id: { lt: before } }),
      }
      const rows = await db.run.findMany({ where, orderBy: { id: 'desc' }, take: limit })
      return rows.map(toRecord)
    },
    async listOpen() {
      const where = {
        OR: [{ state: { in: ['queued', 'running'] } }, { environment: { in: ['up', 'kept'] } }],
      }
      return (await db.run.findMany({ where, orderBy: { id: 'asc' } })).map(toRecord)
    },
    async appendLog(runId, lines) {
      await db.runOutput.create({ data: { runId, lines: JSON.stringify(lines) } })
    },
    async readLog(runId, after) {
      const rows = await db.runOutput.findMany({
        where: { runId, id: { gt: after } },
        orderBy: { id: 'asc' },
      })
      // Safe: the column is only ever written from this type.
      return rows.map(({ id, lines }) => ({ number: id, lines: JSON.parse(lines) as RunLogLine[] }))
    },
    async prune(endedBefore) {
      const where = { finishedAt: { lt: new Date(endedBefore) }, environment: { in: ['none', 'gone'] } }
      const old = await db.run.findMany({ where, select: { id: true } })
      const ids = old.map(({ id }) => id)
      await db.run.deleteMany({ where: { id: { in: ids } } })
      return ids
    },
  }
}

const placeOf = (id: string) => `run ${id}`

/** The columns that change while it runs. */
function changing(record: RunRecord) {
  const { state, cause, exitCode, version, commit, error, environment, keptUntil, cleanUpError } = record
  return {
    state,
    cause: cause ?? null,
    exitCode: exitCode ?? null,
    version,
    commit: commit ?? null,
    startedAt: toDate(record.startedAt),
    finishedAt: toDate(record.finishedAt),
    durationMs: record.durationMs ?? null,
    services: JSON.stringify(record.services),
    notes: JSON.stringify(record.notes),
    error: error === undefined ? null : JSON.stringify(error),
    logTail: JSON.stringify(record.logTail),
    artifacts: JSON.stringify(record.artifacts),
    images: JSON.stringify(record.images),
    environment,
    keptUntil: toDate(keptUntil),
    cleanUpError: cleanUpError ?? null,
  }
}

const toDate = (at: number | undefined) => (at === undefined ? null : new Date(at))

type RunRow = NonNullable<Awaited<ReturnType<Db['run']['findUnique']>>>

function toRecord(row: RunRow): RunRecord {
  // Safe, all of them: each column is only ever written from the type it is read as.
  return {
    id: row.id,
    project: row.project,
    name: row.name,
    buildId: row.buildId,
    request: JSON.parse(row.request) as RunRecord['request'],
    ...(row.commit !== null && { commit: row.commit }),
    state: row.state as RunRecord['state'],
    ...(row.cause !== null && { cause: row.cause as NonNullable<RunRecord['cause']> }),
    ...(row.exitCode !== null && { exitCode: row.exitCode }),
    actor: JSON.parse(row.actor) as RunRecord['actor'],
    userId: row.userId,
    ...(row.role !== null && { role: row.role as Role }),
    version: row.version,
    queuedAt: row.queuedAt.getTime(),
    ...(row.startedAt !== null && { startedAt: row.startedAt.getTime() }),
    ...(row.finishedAt !== null && { finishedAt: row.finishedAt.getTime() }),
    ...(row.durationMs !== null && { durationMs: row.durationMs }),
    services: JSON.parse(row.services) as RunRecord['services'],
    notes: JSON.parse(row.notes) as string[],
    ...(row.error !== null && { error: JSON.parse(row.error) as NonNullable<RunRecord['error']> }),
    logTail: JSON.parse(row.logTail) as string[],
    artifacts: JSON.parse(row.artifacts) as RunRecord['artifacts'],
    images: JSON.parse(row.images) as string[],
    environment: row.environment as RunRecord['environment'],
    ...(row.keptUntil !== null && { keptUntil: row.keptUntil.getTime() }),
    ...(row.cleanUpError !== null && { cleanUpError: row.cleanUpError }),
  }
}
