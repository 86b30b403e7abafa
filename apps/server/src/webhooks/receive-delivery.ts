import type { HookReply, Operation } from '@berth/contract'
import type { Owned } from '../access/decide.ts'
import { requirePermission } from '../access/guard.ts'
import { ProblemError, toProblem } from '../http/problem.ts'
import type { OperationRequest } from '../operations/operation.ts'
import type { OperationRunner } from '../operations/runner.ts'
import type { ProjectRecord } from '../projects/project-store.ts'
import type { Seal } from '../secrets/seal.ts'
import { type Arrived, type HookEvent, wordsFor } from './delivery.ts'
import { ignoredFor, type WebhookFilters } from './filters.ts'
import { senders } from './senders/senders.ts'
import { secretPlaceOf } from './webhook-service.ts'
import type { WebhookRecord, WebhookStore } from './webhook-store.ts'

/** What is answered, and the operation that was queued. */
export interface Received {
  readonly reply: HookReply
  readonly operation?: Operation['id']
}

/**
 * Takes a delivery and queues what it asks for. Nothing is fetched or planned here, so the answer is quick.
 *
 * @throws a problem: WEBHOOK_NOT_FOUND, WEBHOOK_REFUSED when it is not signed as it must be, ACCESS_DENIED
 *   or PROJECT_NOT_YOURS when the webhook's user may not deploy any more, or what the queue refuses.
 */
export type ReceiveDelivery = (hook: string, arrived: Arrived) => Promise<Received>

export interface ReceiveDependencies {
  readonly store: WebhookStore
  readonly seal: Seal
  readonly runner: Pick<OperationRunner, 'queue'>
  readonly findProject: (name: string) => Promise<ProjectRecord | undefined>
  readonly now: () => number
}

/** @see ReceiveDelivery */
export function createReceiveDelivery(dependencies: ReceiveDependencies): ReceiveDelivery {
  const { store, seal, runner, findProject, now } = dependencies

  /** What is refused is noted too: its sender sees a 401 only, and a person should see why. */
  const refuse = async (hook: WebhookRecord, why: string) => {
    await store.note(hook.id, 'unknown', { outcome: 'refused', detail: why, now: now() })
    return refused(why)
  }

  const requireMayDeploy = async (hook: WebhookRecord, project: ProjectRecord | undefined, event: string) => {
    const owned: Owned = { isCopy: project?.parent !== undefined, owner: project?.owner?.userId }
    try {
      requirePermission(asActor(hook), 'project:deploy', owned)
    } catch (error) {
      await store.note(hook.id, event, {
        outcome: 'refused',
        detail: `${hook.user.name} may not deploy.`,
        now: now(),
      })
      throw error
    }
  }

  const deploy = async (hook: WebhookRecord, event: HookEvent, project: ProjectRecord | undefined) => {
    const isGit = project?.source.kind === 'git'
    const request: OperationRequest<'deploy'> = { kind: 'deploy', options: optionsFor(event, isGit) }
    return runner.queue({ ...request, project: hook.project, actor: asActor(hook) })
  }

  return async (id, arrived) => {
    const hook = await store.find(id)
    if (hook === undefined) throw new ProblemError('WEBHOOK_NOT_FOUND', `There is no webhook ${id}.`)
    const secret = seal.open(hook.secret, secretPlaceOf(id))
    const reading = senders[hook.sender](arrived, { secret, now: now() })
    if (reading.kind === 'refused') throw await refuse(hook, reading.why)
    if (reading.kind === 'unreadable') {
      await store.note(id, 'unreadable', { outcome: 'failed', detail: reading.why, now: now() })
      throw new ProblemError('REQUEST_INVALID', reading.why)
    }
    const { event } = reading
    const project = await findProject(hook.project)
    await requireMayDeploy(hook, project, wordsFor(event))
    const delivery = await store.begin(
      id,
      { delivery: reading.delivery.slice(0, 500), event: wordsFor(event).slice(0, 300) },
      now(),
    )
    if (delivery === undefined) return { reply: { duplicate: true } }
    if (event.kind === 'ping') {
      await store.end(delivery, { outcome: 'ping' })
      return { reply: { ping: true } }
    }
    const ignored = ignoredFor(event, withFollowed(hook, project))
    if (ignored !== undefined) {
      await store.end(delivery, { outcome: 'ignored', detail: ignored })
      return { reply: { ignored } }
    }
    try {
      const { id: operation } = await deploy(hook, event, project)
      await store.end(delivery, { outcome: 'deployed', operation })
      return { reply: { operation }, operation }
    } catch (error) {
      await store.end(delivery, { outcome: 'failed', detail: toProblem(error, id).detail })
      throw error
    }
  }
}

const refused = (why: string) => new ProblemError('WEBHOOK_REFUSED', `The delivery is not believed: ${why}`)

const asActor = ({ name, user }: WebhookRecord) =>
  ({ kind: 'webhook', name, userId: user.id, userName: user.name, role: user.role }) as const

/** A push to a branch that the project does not follow would change nothing. Pure. */
function withFollowed(hook: WebhookFilters, project: ProjectRecord | undefined): WebhookFilters {
  const followed = project?.source.kind === 'git' ? project.source.ref : undefined
  // A commit is no branch that anybody pushes to.
  if (hook.branch !== undefined || followed === undefined || /^[0-9a-f]{40}$/.test(followed)) return hook
  return { ...hook, branch: followed }
}

/** Equal for equal kinds of events: while one waits, the next is the same deployment, of the newest commit. Pure. */
function optionsFor(event: HookEvent, isGit: boolean): OperationRequest<'deploy'>['options'] {
  return {
    ...(isGit && { sync: true }),
    ...(event.kind === 'image' ? { pull: 'always' } : isGit && { build: true }),
  }
}
