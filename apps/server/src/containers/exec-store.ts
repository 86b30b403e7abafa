import type { ExecSession } from '@berth/contract'
import type { Actor } from '../access/actor.ts'
import type { Db } from '../db/client.ts'

export interface NewExecSession {
  readonly id: string
  readonly project: string
  readonly service: string
  readonly container: string
  readonly actor: Pick<Actor, 'kind' | 'name' | 'userId' | 'userName'>
  readonly address: string
  readonly containerUser: string | undefined
  readonly command: readonly string[]
  /** Epoch milliseconds. */
  readonly startedAt: number
}

export interface ExecEnd {
  readonly endedAt: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly exitCode: number | undefined
  readonly ending: NonNullable<ExecSession['ending']>
}

/** The record of who ran what in which container. */
export interface ExecStore {
  begin(session: NewExecSession): Promise<void>
  end(id: string, how: ExecEnd): Promise<void>
  /** Newest first. */
  list(page: {
    readonly project: string | undefined
    readonly before: string | undefined
    readonly limit: number
  }): Promise<ExecSession[]>
}

export function createExecStore(db: Db): ExecStore {
  return {
    async begin({ actor, command, containerUser, startedAt, ...session }) {
      const { kind, name, userId, userName } = actor
      await db.execSession.create({
        data: {
          ...session,
          containerUser: containerUser ?? null,
          userId,
          actor: JSON.stringify({ kind, name, user: userName }),
          command: JSON.stringify(command),
          startedAt: new Date(startedAt),
        },
      })
    },
    async end(id, { endedAt, exitCode, ...how }) {
      await db.execSession.update({
        where: { id },
        data: { ...how, endedAt: new Date(endedAt), exitCode: exitCode ?? null },
      })
    },
    async list({ project, before, limit }) {
      const where = {
        ...(project !== undefined && { project }),
        ...(before !== undefined && { id: { lt: before } }),
      }
      const rows = await db.execSession.findMany({ where, orderBy: { id: 'desc' }, take: limit })
      // Safe, all of them: the columns are only ever written from these types.
      return rows.map((row) => ({
        id: row.id,
        project: row.project,
        service: row.service,
        container: row.container,
        user: (JSON.parse(row.actor) as { user: string }).user,
        ...(row.containerUser !== null && { containerUser: row.containerUser }),
        address: row.address,
        command: JSON.parse(row.command) as string[],
        startedAt: row.startedAt.toISOString(),
        ...(row.endedAt !== null && { endedAt: row.endedAt.toISOString() }),
        bytesIn: row.bytesIn,
        bytesOut: row.bytesOut,
        ...(row.exitCode !== null && { exitCode: row.exitCode }),
        ...(row.ending !== null && { ending: row.ending as NonNullable<ExecSession['ending']> }),
      }))
    },
  }
}
