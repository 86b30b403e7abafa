import { revisions as contract, type Revision } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'

const pageSize = 30

/**
 * The revisions of a project, newest first, page by page. Read again whenever `version` changes, which is when
 * one may have been added.
 */
export function useRevisions(project: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const key = computed(() => ['revisions', toValue(project)])
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery({
      queryKey: key,
      queryFn: ({ signal, pageParam: cursor }) => {
        const query = { limit: pageSize, ...(cursor && { cursor }) }
        return call(contract.listRevisions, { params: { project: toValue(project) }, query }, { signal })
      },
      initialPageParam: '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
      staleTime: 0,
    })
  watch(
    () => toValue(version),
    () => cache.invalidateQueries({ queryKey: key.value }),
  )

  const setPinned = async ({ number }: Revision, isPinned: boolean) => {
    const params = { project: toValue(project), revision: number }
    await call(isPinned ? contract.pinRevision : contract.unpinRevision, { params })
    await cache.invalidateQueries({ queryKey: key.value })
  }

  return {
    revisions: computed(() => data.value?.pages.flatMap((page) => page.revisions)),
    error,
    isLoading: isPending,
    hasMore: hasNextPage,
    isLoadingMore: isFetchingNextPage,
    loadMore: () => fetchNextPage(),
    refresh: () => refetch(),
    setPinned,
  }
}
