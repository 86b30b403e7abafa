import type { FastifyBaseLogger } from 'fastify'
import type { Background } from '../background.ts'
import type { Recovered } from './recover.ts'
import type { OperationRunner } from './runner.ts'

/** Says what was cut short, and queues what waits as soon as the Engine answers. */
export function goOn(
  { interrupted, queued }: Recovered,
  { runner, background, log, reachable, resume }: GoOnDependencies,
): void {
  if (interrupted.length > 0) {
    log.warn({ operations: interrupted.map(({ id }) => id) }, 'the last stop cut operations short')
  }
  const requeue = async () => {
    if (queued.length > 0) await reachable
    await runner.requeue(queued)
  }
  background.run(() => resume(requeue()))
}

export interface GoOnDependencies {
  readonly runner: Pick<OperationRunner, 'requeue'>
  readonly background: Background
  readonly log: FastifyBaseLogger
  /** Resolves when the Engine has answered. */
  readonly reachable: Promise<unknown>
  /** Goes on with what waits for operations, and waits until these are queued again. */
  readonly resume: (requeued: Promise<void>) => Promise<void>
}
