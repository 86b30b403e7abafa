import { discovery } from '@berth/contract'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from '../../../api/call.ts'

/** The Compose projects that run on the Engine and are not registered; read anew with each visit. */
export function useDiscovery() {
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['discovery'],
    queryFn: ({ signal }) => call(discovery.discoverProjects, {}, { signal }),
    staleTime: 0,
  })
  return {
    found: computed(() => data.value?.projects),
    error,
    isLoading: isPending,
    isRefreshing: isFetching,
    refresh: () => refetch(),
  }
}
