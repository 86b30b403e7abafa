import type { Project } from '@berth/compose'
import {
  type ApplyOptions,
  type ObservedState,
  observe,
  observeTarget,
  type PlanUpOptions,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { Engine } from '@berth/docker-engine'
import { type CarryOutInput, carryOut } from './carry-out.ts'

export interface DeployInput extends Pick<CarryOutInput, 'globals' | 'world' | 'verb' | 'quiet'> {
  readonly engine: Engine
  readonly project: Project
  readonly options: PlanUpOptions
  readonly apply?: Pick<ApplyOptions, 'onFailure' | 'waitTimeoutMs'>
}

/** Makes the Engine hold what the project asks for. Resolves with the exit code, and with what there was before. */
export async function deploy(
  input: DeployInput,
): Promise<{ readonly code: number; readonly before: ObservedState }> {
  const desired = toDesiredState(input.project)
  const before = await observe(input.engine, observeTarget(desired))
  const code = await carryOut(planUp(desired, before, input.options), { ...input, observed: before })
  return { code, before }
}
