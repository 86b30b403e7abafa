import type { Project } from '@berth/compose'
import {
  hostOf,
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
  extends Pick<
    CarryOutInput,
    'globals' | 'world' | 'verb' | 'quiet' | 'format' | 'apply' | 'onBegin' | 'signal' | 'shown'
  > {
  readonly engine: ConnectedEngine
  readonly project: Project
  readonly judge: JudgePlan
  readonly options: PlanUpOptions
  /** A container for one command, instead of those of its service. */
  readonly oneOff?: OneOff
}

/** Makes the Engine hold what the project asks for. Resolves with the exit code. */
export async function deploy(input: DeployInput): Promise<number> {
  const desired = toDesiredState(input.project, input.oneOff)
  const before = await observe(input.engine, observeTarget(desired, input.options), {
    host: hostOf(input.engine.endpoint),
  })
  const plan = await input.judge(planUp(desired, before, input.options), {
    observed: before,
    endpoint: input.engine.endpoint,
  })
  return carryOut(plan, { ...input, observed: before, untold: input.oneOff?.service })
}
