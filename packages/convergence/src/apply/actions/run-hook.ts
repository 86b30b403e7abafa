import { isEngineError } from '@berth/docker-engine'
import type { Action } from '../../plan/action.ts'
import { ContainerFailure } from '../failure.ts'
import { containerFailure } from './container-failure.ts'
import type { Execute, ExecuteContext } from './execute-context.ts'

const outputLines = 50

/**
 * Runs a hook and waits until it has ended. What is no longer there, or does not run, needs no hook before its stop.
 * Aborting stops the waiting; the command goes on.
 */
export const runHook: Execute<'run-hook'> = async (action, context) => {
  const { engine, signal, onOutput } = context
  const id = context.containerId(action.container)
  try {
    const { exitCode, output } = await engine.execInContainer(id, action.command, {
      signal,
      onOutput: ({ text }) => onOutput(text),
    })
    if (exitCode === 0) return { outcome: 'done' }
    const { name, service, event, index } = action
    throw new ContainerFailure({
      code: 'CONTAINER_HOOK_FAILED',
      message: `Service ${service}: ${event}[${index}] in container ${name} exited with code ${exitCode}.`,
      exitCode,
      logTail: output === '' ? [] : output.split('\n').slice(-outputLines),
    })
  } catch (error) {
    const isGone = isEngineError(error, 'ENGINE_NOT_FOUND') || isEngineError(error, 'ENGINE_CONFLICT')
    if (!isGone) throw error
    if (action.event === 'pre_stop') return { outcome: 'skipped' }
    throw (await exitOf(action, context)) ?? error
  }
}

/** It did not even live as long as its first hook: that is what there is to tell. */
async function exitOf(action: Action<'run-hook'>, context: ExecuteContext): Promise<Error | undefined> {
  const { engine, signal, containerId } = context
  const container = await engine.inspectContainer(containerId(action.container), { signal })
  return container.State.Running ? undefined : containerFailure(action, { container, why: 'exited' }, context)
}
