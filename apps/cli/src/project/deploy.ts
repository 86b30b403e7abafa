import type { Project } from '@berth/compose'
import {
  hostOf,
  type ObservedState,
  type OneOff,
  observe,
  observeTarget,
  type PlanUpOptions,
  planUp,
  toDesiredState,
} from '@berth/convergence'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { JudgePlan } from '../policy/plan-judge.ts'
import { type CarryOutInput, carryOut } from './carry-out.ts'

export interface DeployInput
  extends Pick<CarryOutInput, 'globals' | 'world' | 'verb' | 'quiet' | 'format' | 'apply'> {
  readonly engine: ConnectedEngine
  readonly project: Project
  readonly judge: JudgePlan
  readonly options: PlanUpOptions
  /** A container for one command, instead of those of its service. */
  readonly oneOff?: OneOff
}

/** Makes the Engine hold what the project asks for. Resolves with the exit code, and with what there was before. */
export async function deploy(
  input: DeployInput,
): Promise<{ readonly code: number; readonly before: ObservedState }> {
  const desired = toDesiredState(input.project, input.oneOff)
  const before = await observe(input.engine, observeTarget(desired, input.options), {
    host: hostOf(input.engine.endpoint),
  })
  const plan = await input.judge(planUp(desired, before, input.options), {
    observed: before,
    endpoint: input.engine.endpoint,
  })
  const code = await carryOut(plan, { ...input, observed: before, untold: input.oneOff?.service })
  return { code, before }
}
