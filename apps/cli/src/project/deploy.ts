import type { Project } from '@berth/compose'
import {
  type ApplyOptions,
  hostOf,
  type ObservedState,
  observe,
  observeTarget,
  type PlanUpOptions,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import { type CarryOutInput, carryOut } from './carry-out.ts'

export interface DeployInput extends Pick<CarryOutInput, 'globals' | 'world' | 'verb' | 'quiet' | 'format'> {
  readonly engine: ConnectedEngine
  readonly project: Project
  readonly options: PlanUpOptions
  readonly apply?: Pick<ApplyOptions, 'onFailure' | 'waitTimeoutMs'>
}

/** Makes the Engine hold what the project asks for. Resolves with the exit code, and with what there was before. */
export async function deploy(
  input: DeployInput,
): Promise<{ readonly code: number; readonly before: ObservedState }> {
  const desired = toDesiredState(input.project)
  const before = await observe(input.engine, observeTarget(desired, input.options), {
    host: hostOf(input.engine.endpoint),
  })
  const code = await carryOut(planUp(desired, before, input.options), { ...input, observed: before })
  return { code, before }
}
