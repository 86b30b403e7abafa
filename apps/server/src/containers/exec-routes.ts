import { exec as contract } from '@berth/contract'
import { type EngineSessions, type ExecRequest, label } from '@berth/docker-engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ulid } from 'ulid'
import type { Actor } from '../access/actor.ts'
import { actorOf, requirePermission } from '../access/guard.ts'
import type { AuditStore } from '../audit/audit-store.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import type { Attention } from '../copies/attention.ts'
import type { LiveContainers } from '../host/live-containers.ts'
import { nextPage } from '../http/next-page.ts'
import { ProblemError } from '../http/problem.ts'
import { addRoute } from '../http/route.ts'
import { guardSocket } from '../http/sockets.ts'
import type { ExecStore } from './exec-store.ts'
import { type ExecOutcome, runExec } from './run-exec.ts'

export interface ExecSlice {
  readonly engine: EngineSessions
  readonly live: LiveContainers
  readonly store: ExecStore
  readonly audit: Pick<AuditStore, 'append'>
  readonly credentials: CredentialWatch
  /** Told that a project is used while a terminal is open. */
  readonly attention: Pick<Attention, 'enter'>
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
  /** How long a terminal may be still; a quarter of an hour unless said. */
  readonly idleMs?: number
}

interface Ticket {
  readonly actor: Actor
  readonly expiresAt: number
  readonly project: string
  readonly service: string
  /** Id and name. */
  readonly container: { readonly id: string; readonly name: string }
  readonly request: ExecRequest
  readonly isTty: boolean
  readonly size: { readonly columns: number; readonly rows: number }
}

const ticketMs = 30_000
const mostTickets = 1000

/** Inside of the container, where it can do no more than who opened it. */
const shell = ['/bin/sh', '-c', 'if command -v bash >/dev/null; then exec bash; else exec sh; fi']

/** Terminals in containers: a ticket, its websocket, and the record of both. */
export function execRoutes(app: FastifyInstance, slice: ExecSlice): void {
  const { live, store, credentials, requireProject, now } = slice
  const tickets = new Map<string, Ticket>()

  addRoute(app, contract.openExec, async ({ params, body }, context) => {
    await requireProject(params.project)
    const actor = actorOf(context)
    if (isRoot(body?.user)) requirePermission(actor, 'container:exec-root')
    if (actor.kind === 'token')
      throw new ProblemError('EXEC_BY_TOKEN', 'A terminal was asked for by an API token.')
    const container = await findContainer(live, params)
    const { command = shell, tty: isTty = true, columns = 80, rows = 24, ...rest } = body ?? {}
    for (const [id, { expiresAt }] of tickets) if (now() >= expiresAt) tickets.delete(id)
    if (tickets.size >= mostTickets)
      throw new ProblemError('RATE_LIMITED', 'Too many terminals wait to be opened.')
    const id = `exec_${ulid(now())}`
    tickets.set(id, {
      actor,
      expiresAt: now() + ticketMs,
      project: params.project,
      service: container.labels[label.service] ?? '',
      container,
      request: { command, ...rest },
      isTty,
      size: { columns, rows },
    })
    return { id, path: `/api/v1/exec/${id}` }
  })

  addRoute(app, contract.listExecSessions, async ({ query }, { request, reply }) => {
    const { project, limit = 100, cursor } = query
    const found = await store.list({ project, before: cursor, limit: limit + 1 })
    const sessions = found.slice(0, limit)
    const last = found.length > limit ? sessions.at(-1) : undefined
    if (last !== undefined) reply.header('link', nextPage(request.url, last.id))
    return { sessions, ...(last && { nextCursor: last.id }) }
  })

  /** Whose ticket it is, once. */
  const take = (request: FastifyRequest<{ Params: { session: string } }>): Ticket => {
    const { session } = request.params
    const ticket = tickets.get(session)
    const { credentialId } = actorOf(request)
    if (ticket === undefined || ticket.actor.credentialId !== credentialId || now() >= ticket.expiresAt) {
      throw new ProblemError('EXEC_NOT_FOUND', `There is no terminal ${session} for you to open.`)
    }
    tickets.delete(session)
    return ticket
  }

  const taken = new WeakMap<FastifyRequest, Ticket>()
  app.get<{ Params: { session: string } }>(
    '/api/v1/exec/:session',
    {
      websocket: true,
      config: { permission: contract.openExec.permission },
      preHandler: async (request) => void taken.set(request, take(request)),
    },
    async (socket, request) => {
      const ticket = taken.get(request)
      if (ticket === undefined) throw new Error('A terminal was opened without its ticket')
      const closed = guardSocket(socket, request, credentials)
      await record(slice, { id: request.params.session, ticket, address: request.ip || 'unknown' }, () =>
        runExec(socket, {
          ...ticket,
          engine: slice.engine,
          container: ticket.container.id,
          closed,
          idleMs: slice.idleMs ?? 15 * 60_000,
        }),
      ).catch((error) => {
        request.log.error({ err: error }, 'a terminal broke')
        socket.terminate()
      })
    },
  )
}

/** Written before the first byte goes to the container, and completed whatever comes of it. */
async function record(
  { store, audit, attention, now }: ExecSlice,
  { id, ticket, address }: { readonly id: string; readonly ticket: Ticket; readonly address: string },
  run: () => Promise<ExecOutcome>,
): Promise<void> {
  const { project, service, container, actor, request } = ticket
  await store.begin({
    id,
    project,
    service,
    container: container.name,
    actor,
    address,
    containerUser: request.user,
    command: request.command,
    startedAt: now(),
  })
  const told = {
    actor: { kind: actor.kind, name: actor.name, user: actor.userName },
    token: actor.kind === 'token' ? actor.credentialId : undefined,
    address,
    target: `GET /api/v1/exec/${id}`,
    project,
    status: 101,
    outcome: 'done',
    code: undefined,
    before: undefined,
  } as const
  const about = { service, container: container.name, containerUser: request.user }
  await audit.append({ ...told, at: now(), action: 'beginExec', after: JSON.stringify(about) })
  const leave = attention.enter(project)
  let outcome: ExecOutcome = { bytesIn: 0, bytesOut: 0, exitCode: undefined, ending: 'failed' }
  try {
    outcome = await run()
  } finally {
    leave()
    await store.end(id, { ...outcome, endedAt: now() })
    await audit.append({
      ...told,
      at: now(),
      action: 'endExec',
      after: JSON.stringify({ ...about, ...outcome }),
    })
  }
}

/** By name or id, of this project only: others are as if they were not there. */
async function findContainer(
  live: LiveContainers,
  { project, container: wanted }: { readonly project: string; readonly container: string },
) {
  const { containers, unknown } = await live.refresh(project)
  const found = containers.find(
    ({ id, name }) => name === wanted || id === wanted || (wanted.length >= 12 && id.startsWith(wanted)),
  )
  if (found !== undefined) return found
  throw new ProblemError('CONTAINER_NOT_FOUND', unknown ?? `${project} has no container ${wanted}.`)
}

/** Whether the user or the group that is asked for is root, by name or number. */
const isRoot = (user: string | undefined) =>
  user?.split(':').some((part) => part === 'root' || /^0+$/.test(part)) ?? false
