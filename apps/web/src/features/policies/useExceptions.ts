import { policies as contract, type PolicyExceptionInput } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from '../../api/call.ts'

const queryKey = ['policy-exceptions']
const pageSize = 20

/** Exceptions from policies, newest first. */
export function useExceptions() {
  const cache = useQueryClient()
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam: cursor }) =>
      call(
        contract.listPolicyExceptions,
        { query: { limit: pageSize, ...(cursor && { cursor }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const refresh = () => cache.invalidateQueries({ queryKey })
  const grant = async (body: PolicyExceptionInput) => {
    await call(contract.grantPolicyException, { body })
    await refresh()
  }
  const revoke = async (exception: string) => {
    await call(contract.revokePolicyException, { params: { exception } })
    await refresh()
  }
  return {
    exceptions: computed(() => query.data.value?.pages.flatMap((page) => page.exceptions)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    refresh,
    grant,
    revoke,
  }
}
