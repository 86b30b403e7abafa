import { runs as contract, type RunInput } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, onScopeDispose, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'
import { useFeed } from '../../api/useFeed.ts'

const pageSize = 25

/** The runs of a project, newest first, page by page; read again when one of them changes. */
export function useRuns(project: MaybeRefOrGetter<string>) {
  const feed = useFeed()
  const cache = useQueryClient()
  const key = computed(() => ['runs', toValue(project)])
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ signal, pageParam: cursor }) =>
      call(
        contract.listRuns,
        { params: { project: toValue(project) }, query: { limit: pageSize, ...(cursor && { cursor }) } },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  })
  const readAgain = () => cache.invalidateQueries({ queryKey: key.value })

  let stop = () => {}
  watch(
    () => toValue(project),
    (name) => {
      stop()
      stop = feed.subscribe(`project:${name}`, {
        since: () => undefined,
        event: (event) => {
          if (event.name === 'run.changed') void readAgain()
        },
        reset: readAgain,
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())

  return {
    runs: computed(() => query.data.value?.pages.flatMap((page) => page.runs)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    refresh: readAgain,
    start: (body: RunInput) =>
      call(contract.startRun, { params: { project: toValue(project) }, query: {}, body }),
  }
}
