import { revisions as contract, type Operation, type PlanView } from '@berth/contract'
import { type MaybeRefOrGetter, shallowRef, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'

export interface RollbackTarget {
  readonly project: string
  /** None while none is asked for. */
  readonly revision: number | undefined
  /** What the files are when the plan is looked at. */
  readonly filesEtag: string
}

/** The plan of a rollback, made anew when the files change, and the rollback itself. */
export function useRollback(target: MaybeRefOrGetter<RollbackTarget>) {
  const plan = shallowRef<PlanView>()
  const error = shallowRef<unknown>()
  const isApplying = shallowRef(false)
  let making: AbortController | undefined

  const make = async () => {
    const { project, revision } = toValue(target)
    making?.abort()
    plan.value = undefined
    error.value = undefined
    if (revision === undefined) return
    const abort = new AbortController()
    making = abort
    try {
      plan.value = await call(
        contract.planRollback,
        { params: { project, revision }, body: {} },
        { signal: abort.signal },
      )
    } catch (reason) {
      if (!abort.signal.aborted) error.value = reason
    }
  }
  watch(() => JSON.stringify(toValue(target)), make, { immediate: true })

  /** Begins it; undefined when it was refused, for which `error` says why. */
  const apply = async (message: string): Promise<Operation | undefined> => {
    const { project, revision, filesEtag } = toValue(target)
    if (revision === undefined) return undefined
    isApplying.value = true
    error.value = undefined
    try {
      const body = message === '' ? {} : { message }
      const headers = { 'if-match': filesEtag }
      return await call(contract.rollBack, { params: { project, revision }, body }, { headers })
    } catch (reason) {
      error.value = reason
      return undefined
    } finally {
      isApplying.value = false
    }
  }

  return { plan, error, isApplying, make, apply }
}
