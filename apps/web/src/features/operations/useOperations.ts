import { type OperationState, operations } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { useThrottleFn } from '@vueuse/core'
import { computed, type MaybeRefOrGetter, onScopeDispose, toValue } from 'vue'
import { call } from '../../api/call.ts'
import { useFeed } from '../../api/useFeed.ts'

const pageSize = 25
/** A deployment tells of itself many times a second. */
const betweenReadingsMs = 1000

/** The operations of all projects, newest first, in one state or in any; read again while something happens. */
export function useOperations(state: MaybeRefOrGetter<OperationState | undefined>) {
  const feed = useFeed()
  const cache = useQueryClient()
  const all = ['operations-of-all']
  const query = useInfiniteQuery({
    queryKey: computed(() => [...all, toValue(state) ?? 'any']),
    queryFn: ({ signal, pageParam: cursor }) => {
      const filter = toValue(state)
      return call(
        operations.listOperations,
        { query: { limit: pageSize, ...(filter && { state: filter }), ...(cursor && { cursor }) } },
        { signal },
      )
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })

  const readAgain = () => cache.invalidateQueries({ queryKey: all })
  const readSoon = useThrottleFn(readAgain, betweenReadingsMs, true)
  const active = new Map<string, string | null>()
  let seen: number | undefined
  const stop = feed.subscribe('projects', {
    since: () => seen ?? query.data.value?.pages[0]?.operations[0]?.seq,
    event: ({ seq, name, payload }) => {
      seen = seq
      if (name !== 'project.changed') return
      const before = active.get(payload.name) ?? null
      active.set(payload.name, payload.activeOperation)
      if (before !== null || payload.activeOperation !== null) void readSoon()
    },
    reset: async () => {
      seen = undefined
      await readAgain()
    },
  })
  onScopeDispose(stop)

  return {
    found: computed(() => query.data.value?.pages.flatMap((page) => page.operations)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    refresh: readAgain,
  }
}
