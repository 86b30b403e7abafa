import { isEngineError } from '@berth/docker-engine'
import type { Action } from '../plan/action.ts'
import { describeAction } from '../plan/format/describe-action.ts'
import type { ActionFailure } from './events.ts'

/** A container did not become what was waited for. */
export class ContainerFailure extends Error {
  readonly failure: ActionFailure

  constructor(failure: ActionFailure) {
    super(failure.message)
    this.name = 'ContainerFailure'
    this.failure = failure
  }
}

/**
 * What an action threw, in words for a user. `undefined`: neither the Engine nor a container failed, so
 * it is a bug of ours.
 */
export function toFailure(action: Action, thrown: unknown): ActionFailure | undefined {
  const about = {
    ...(action.service && { service: action.service }),
    ...('name' in action && { container: action.name }),
  }
  if (thrown instanceof ContainerFailure) return { ...about, ...thrown.failure }
  if (!isEngineError(thrown)) return undefined
  return {
    ...about,
    code: thrown.code,
    message: messageOf(action, thrown),
    ...(thrown.fix !== undefined && { fix: thrown.fix }),
  }
}

function messageOf(
  action: Action,
  error: { code: string; message: string; details: Readonly<Record<string, string>> },
) {
  const port = error.details.port
  if (error.code === 'ENGINE_PORT_IN_USE' && port !== undefined) {
    return `Could not ${describeAction(action)} of service ${action.service}: host port ${port} is already in use.`
  }
  return action.service ? `Service ${action.service}: ${error.message}` : error.message
}
