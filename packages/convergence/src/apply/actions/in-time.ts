import type { Action } from '../../plan/action.ts'
import { ContainerFailure } from '../failure.ts'
import type { ExecuteContext } from './execute-context.ts'

/** Lets a wait take no longer than the context allows; then it fails with what was last told of it. */
export async function inTime<T>(
  action: Action<'wait-container'>,
  context: ExecuteContext,
  wait: (context: ExecuteContext) => Promise<T>,
): Promise<T> {
  const { clock, signal, waitTimeoutMs } = context
  if (waitTimeoutMs === undefined) return wait(context)
  const late = new AbortController()
  const over = new AbortController()
  // Rejects when the wait ends first.
  clock.sleep(waitTimeoutMs, AbortSignal.any([signal, over.signal])).then(
    () => late.abort(),
    () => {},
  )
  let told = 'nothing is known of it'
  const onProgress: ExecuteContext['onProgress'] = (progress) => {
    told = progress.text
    context.onProgress(progress)
  }
  try {
    return await wait({ ...context, onProgress, signal: AbortSignal.any([signal, late.signal]) })
  } catch (error) {
    const isLate = late.signal.aborted && error === late.signal.reason
    throw isLate ? notReady(action, waitTimeoutMs, told) : error
  } finally {
    over.abort()
  }
}

function notReady(
  { name, service }: Action<'wait-container'>,
  waitTimeoutMs: number,
  told: string,
): ContainerFailure {
  const subject = service === undefined ? `Container ${name}` : `Service ${service}: container ${name}`
  return new ContainerFailure({
    code: 'CONTAINER_NOT_READY',
    message: `${subject} was not ready after ${waitTimeoutMs / 1000} s: ${told}.`,
    fix: 'Give it more time with --wait-timeout, or see berth logs for what it is doing.',
  })
}
