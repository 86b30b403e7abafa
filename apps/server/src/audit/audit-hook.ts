import type { RouteShape } from '@berth/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Masks } from '../secrets/masks.ts'
import type { AuditStore, NewEntry } from './audit-store.ts'
import { maskInput } from './mask-input.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What was there before the request changed it, where a handler knows. */
    was: unknown
    /** What policies warn of in what was asked for, and was done all the same. */
    warnings: readonly string[] | undefined
    /** Who asks for what, where the request has no actor and its handler knows: a command of a chat. */
    command: GivenCommand | undefined
  }
}

/** A command that came by a request of somebody else's. */
export interface GivenCommand {
  /** Name of the user; absent when nobody knows who it is. */
  readonly user?: string
  readonly project?: string
  /** As it was understood. */
  readonly input: unknown
  /** It changes nothing. */
  readonly isReading: boolean
  /** The problem that it was answered with, in whatever form. */
  readonly problem?: { readonly status: number; readonly code: string }
}

export interface AuditDependencies {
  readonly store: Pick<AuditStore, 'append'>
  readonly masks: Masks
  /** The name of the project of an operation; undefined when there is no such operation. */
  readonly projectOf: (operation: string) => Promise<string | undefined>
  readonly now: () => number
}

/** Refusals of nobody in a minute: more of them tell nothing new, and would fill the disk. */
const mostOfNobody = 60

/**
 * Writes down, before it is answered, every request to a route of the contract that changes something, and every one
 * that is refused because of who asks. What the contract does not know is not reached.
 */
export function useAudit(app: FastifyInstance, { store, masks, projectOf, now }: AuditDependencies): void {
  let [minute, count] = [0, 0]
  const isFlood = ({ actor }: FastifyRequest, { statusCode }: FastifyReply) => {
    if (actor !== undefined || statusCode < 400) return false
    const current = Math.floor(now() / 60_000)
    if (current !== minute) [minute, count] = [current, 0]
    count += 1
    return count > mostOfNobody
  }

  app.decorateRequest('was', undefined)
  app.decorateRequest('warnings', undefined)
  app.decorateRequest('command', undefined)
  app.addHook('onSend', async (request, reply, payload) => {
    const { route } = request.routeOptions.config
    if (route === undefined || !isAudited(route, request, reply) || isFlood(request, reply)) return
    // Safe: names in paths are text.
    const params = (request.params ?? {}) as { readonly project?: string; readonly operation?: string }
    const { operation, project = operation === undefined ? undefined : await projectOf(operation) } = params
    try {
      await store.append(toEntry(request, { reply, payload, route, project, masks, at: now() }))
    } catch (error) {
      // It has been done: an answer that says otherwise would be wrong too.
      request.log.error({ err: error }, 'a request could not be written down in the audit')
    }
  })
}

function isAudited({ method }: RouteShape, { command }: FastifyRequest, { statusCode }: FastifyReply) {
  if (command?.isReading) return [401, 403].includes(command.problem?.status ?? 200)
  return method !== 'GET' || statusCode === 403
}

interface Answered {
  readonly reply: FastifyReply
  readonly payload: unknown
  readonly route: RouteShape
  readonly project: string | undefined
  readonly masks: Masks
  readonly at: number
}

function toEntry(request: FastifyRequest, { reply, payload, route, project, masks, at }: Answered): NewEntry {
  const { actor, command } = request
  const status = command?.problem?.status ?? reply.statusCode
  const code = command?.problem?.code ?? (status < 400 ? undefined : codeIn(payload))
  const [path = ''] = request.url.split('?')
  return {
    at,
    actor: actorIn(request),
    token: actor?.kind === 'token' ? actor.credentialId : undefined,
    address: request.ip || 'unknown',
    action: route.operationId,
    target: masks.all(`${route.method} ${path}`.slice(0, 1000)),
    project: command?.project ?? project,
    status,
    outcome: outcomeOf(status, code),
    code,
    before: maskInput(request.was, masks.all),
    after: maskInput(askedIn(command?.input ?? request.body, request.warnings), masks.all),
  }
}

function actorIn({ actor, command }: FastifyRequest): NewEntry['actor'] {
  if (actor !== undefined) return { kind: actor.kind, name: actor.name, user: actor.userName }
  return command?.user === undefined ? null : { kind: 'user', name: command.user, user: command.user }
}

/** What was sent, and what was warned of where something was. */
function askedIn(sent: unknown, warnings: readonly string[] = []): unknown {
  if (warnings.length === 0) return sent
  return { ...(typeof sent === 'object' && sent), warnings }
}

function outcomeOf(status: number, code: string | undefined): NewEntry['outcome'] {
  if (status < 400) return 'done'
  return status === 401 || status === 403 || code === 'POLICY_VIOLATION' ? 'denied' : 'failed'
}

/** Of a problem, as JSON or in lines. */
function codeIn(payload: unknown): string | undefined {
  if (typeof payload !== 'string') return undefined
  return /"code":"([A-Z_]+)"/.exec(payload)?.[1] ?? /^([A-Z_]+): /.exec(payload)?.[1]
}
