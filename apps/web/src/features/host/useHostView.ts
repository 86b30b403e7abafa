import { host, type OwnerOrder } from '@berth/contract'
import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { call } from '../../api/call.ts'

/** Owners of the host, anew every few seconds while the page is looked at. */
export function useOwners(order: MaybeRefOrGetter<OwnerOrder>) {
  return useQuery(
    computed(() => {
      const sort = toValue(order)
      return {
        queryKey: ['host', 'owners', sort],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          call(host.listOwners, { query: { sort } }, { signal }),
        placeholderData: keepPreviousData,
        refetchInterval: 5_000,
      }
    }),
  )
}

/** Ports of the host, and who holds them. */
export function useHostPorts() {
  return useQuery({
    queryKey: ['host', 'ports'],
    queryFn: ({ signal }) => call(host.listHostPorts, {}, { signal }),
    refetchInterval: 15_000,
  })
}

/** The disk of the Engine; it is measured at most once a minute. */
export function useHostDisk() {
  return useQuery({
    queryKey: ['host', 'disk'],
    queryFn: ({ signal }) => call(host.readHostDisk, {}, { signal }),
    refetchInterval: 60_000,
  })
}
