import { operations as contract, type Operation } from '@berth/contract'
import { computed, type MaybeRefOrGetter, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'
import { type SnapshotSource, useSnapshot } from '../../api/useSnapshot.ts'
import { isActive, operationKinds, operationStates } from '../../states/operation-states.ts'
import { useAnnounce } from '../../ui/announcer.ts'
import { reduceOperation } from './reduce-operation.ts'

/** One operation, read once and then kept current by the feed; its end is announced. */
export function useOperation(id: MaybeRefOrGetter<string>) {
  const announce = useAnnounce()
  const { value, error, isLoading, refresh } = useSnapshot<Operation>(() => {
    const operation = toValue(id)
    return {
      key: ['operation', operation],
      topic: `operation:${operation}`,
      read: (signal) => call(contract.readOperation, { params: { operation } }, { signal }),
      reduce: reduceOperation,
    } satisfies SnapshotSource<Operation>
  })

  watch(
    () => value.value?.state,
    (now, before) => {
      if (value.value === undefined || now === undefined || before === undefined) return
      const { kind, project } = value.value
      announce(`${operationKinds[kind]} ${project}: ${operationStates[now].label}`)
    },
  )

  return {
    operation: value,
    error,
    isLoading,
    refresh,
    isActive: computed(() => value.value !== undefined && isActive(value.value.state)),
    /** Asks for the same again, planned anew; resolves with the operation that does it. */
    retry: () => call(contract.retryOperation, { params: { operation: toValue(id) } }),
    /** Starts nothing new; what is in flight ends first. */
    cancel: () => call(contract.cancelOperation, { params: { operation: toValue(id) } }),
  }
}
