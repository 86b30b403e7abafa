import { deployments, type Operation, type PlanView, plans } from '@berth/contract'
import { type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import { call } from '../../../api/call.ts'
import { isApiError } from '../../../api/problem.ts'
import { type PlanRequest, toApplyBody, toPlanBody } from './plan-request.ts'

export interface PlanTarget {
  readonly project: string
  /** Undefined while no plan is asked for. */
  readonly request: PlanRequest | undefined
}

/** The plan of a request, made anew when the request changes, and the application of exactly this plan. */
export function usePlan(target: MaybeRefOrGetter<PlanTarget>) {
  const plan = shallowRef<PlanView>()
  const error = shallowRef<unknown>()
  /** The plan is not the one that was to be applied: something changed meanwhile. */
  const isRenewed = shallowRef(false)
  const isApplying = shallowRef(false)
  let making: AbortController | undefined

  const make = async () => {
    const { project, request } = toValue(target)
    making?.abort()
    if (request === undefined) return
    const abort = new AbortController()
    making = abort
    try {
      const body = toPlanBody(request)
      const made = await call(plans.createPlan, { params: { project }, body }, { signal: abort.signal })
      plan.value = made
      error.value = undefined
    } catch (reason) {
      if (abort.signal.aborted) return
      plan.value = undefined
      error.value = reason
    }
  }

  watch(
    () => JSON.stringify(toValue(target)),
    () => {
      plan.value = undefined
      error.value = undefined
      isRenewed.value = false
      return make()
    },
    { immediate: true },
  )

  /** Starts the operation; undefined when it was refused, for which `error` or a renewed plan says why. */
  const apply = async (message = ''): Promise<Operation | undefined> => {
    const { project, request } = toValue(target)
    if (plan.value === undefined || request === undefined) return undefined
    isApplying.value = true
    error.value = undefined
    try {
      const input = { params: { project }, body: toApplyBody(request, plan.value.digest, message) }
      return await call(request.kind === 'up' ? deployments.deploy : deployments.tearDown, input)
    } catch (reason) {
      if (isApiError(reason, 'PLAN_STALE')) {
        await make()
        isRenewed.value = true
      } else error.value = reason
      return undefined
    } finally {
      isApplying.value = false
    }
  }

  return { plan, error, isRenewed, isApplying, make, apply }
}
