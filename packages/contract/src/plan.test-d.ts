import type {
  Action,
  ActionFailure,
  ActionOutcome,
  ObjectChange,
  Plan,
  PlanNeeds,
  PlanProblem,
  ServiceChange,
} from '@berth/convergence'
import { expectTypeOf } from 'vitest'
import type { Mutable } from './mutable.ts'
import type { OperationError, Step, StepState } from './operations.ts'
import type { PlanView } from './plan-view.ts'

type ActionView = PlanView['actions'][number]

// A row per service is told as it is, and so is what stands in the way.
expectTypeOf<Mutable<ServiceChange>>().toEqualTypeOf<PlanView['services'][number]>()
expectTypeOf<Mutable<ObjectChange>>().toExtend<PlanView['objects'][number]>()
expectTypeOf<Mutable<PlanNeeds>>().toExtend<PlanView['needs']>()
expectTypeOf<Mutable<PlanProblem>>().toExtend<PlanView['problems'][number]>()

// The wire knows every field that it tells of an action, and tells none of the bodies: environment values
// are in `body`, build arguments in `build`, and neither has a place here.
expectTypeOf<keyof ActionView>().toExtend<keyof Action>()
expectTypeOf<keyof ActionView>().toEqualTypeOf<
  'id' | 'kind' | 'group' | 'service' | 'cause' | 'after' | 'destroys'
>()
expectTypeOf<Mutable<Pick<Action, keyof ActionView>>>().toExtend<ActionView>()
expectTypeOf<Extract<keyof Plan, 'rollbacks'>>().not.toExtend<keyof PlanView>()

// Every way an action can end is a state of its step.
expectTypeOf<ActionOutcome>().toExtend<StepState>()
expectTypeOf<keyof Step>().toExtend<
  keyof Action | 'state' | 'progress' | 'startedAt' | 'finishedAt' | 'isRollback'
>()

// A failure is told as it is.
expectTypeOf<Mutable<ActionFailure>>().toExtend<OperationError>()
expectTypeOf<keyof OperationError>().toEqualTypeOf<keyof ActionFailure>()
