import { type AuditEntry, audit as contract } from '@berth/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { call } from '../../api/call.ts'

export interface AuditFilter {
  readonly outcome?: AuditEntry['outcome']
  readonly user?: string
  readonly project?: string
}

const pageSize = 50

/** The audit, newest first, and whether it is whole. */
export function useAudit(filter: MaybeRefOrGetter<AuditFilter>) {
  const cache = useQueryClient()
  const all = ['audit']
  const query = useInfiniteQuery({
    queryKey: computed(() => [...all, toValue(filter)]),
    queryFn: ({ signal, pageParam: cursor }) =>
      call(
        contract.listAudit,
        { query: { limit: pageSize, ...toValue(filter), ...(cursor && { cursor }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })
  const chain = useQuery({
    queryKey: ['audit-chain'],
    queryFn: ({ signal }) => call(contract.verifyAudit, {}, { signal }),
    staleTime: 0,
  })
  return {
    found: computed(() => query.data.value?.pages.flatMap((page) => page.entries)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    refresh: () => cache.invalidateQueries({ queryKey: all }),
    chain: chain.data,
  }
}
