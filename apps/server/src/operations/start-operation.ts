import type { Operation } from '@berth/contract'
import { actorOf, requirePermission } from '../access/guard.ts'
import type { Answer, RequestContext } from '../http/route.ts'
import { isPolicyWarning } from '../policies/require-allowed.ts'
import { keyOf, onceByKey } from './idempotency.ts'
import type { IdempotencyStore } from './idempotency-store.ts'
import type { OperationRequest } from './operation.ts'
import type { Reporter } from './report.ts'
import type { OperationRunner } from './runner.ts'

/** Begins an operation for a caller, once per idempotency key, and answers with how it is. */
export type StartOperation = (
  request: OperationRequest & {
    readonly project: string
    readonly retryOf?: Operation['id']
    /** What is to be done before it is planned, once per idempotency key. */
    readonly prepare?: () => Promise<void>
  },
  context: RequestContext,
) => Promise<Answer>

export interface StartOptions {
  readonly runner: OperationRunner
  readonly reporter: Reporter
  readonly keys: IdempotencyStore
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** @see StartOperation */
export function createStartOperation(options: StartOptions): StartOperation {
  const { runner, reporter, keys, requireProject, now } = options
  return async ({ prepare, ...rest }, context) => {
    // Safe: what is left of one of several shapes is still one of them.
    const request = rest as Parameters<StartOperation>[0]
    const actor = actorOf(context)
    // The data is as good as the project itself.
    if (request.kind === 'down' && request.options.volumes) {
      requirePermission(actor, 'project:destroy', context.request.owned)
    }
    await requireProject(request.project)
    const run = async (idempotencyKey: string | undefined) => {
      await prepare?.()
      const record = await runner.start({ ...request, actor, signal: context.signal, idempotencyKey })
      context.request.warnings = record.notices.filter(isPolicyWarning)
      return record.id
    }
    const id = await onceByKey(
      keys,
      { actor, key: keyOf(context.request.headers['idempotency-key']), request },
      { now, run },
    )
    return reporter.report(id, context)
  }
}
