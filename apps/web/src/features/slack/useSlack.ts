import { slack as contract } from '@berth/contract'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from '../../api/call.ts'

const settingsKey = ['slack', 'settings']
const linksKey = ['slack', 'links']

/** How Slack is set up. The signing secret is sent, and never comes back. */
export function useSlackSettings() {
  const cache = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: settingsKey,
    queryFn: ({ signal }) => call(contract.readSlack, {}, { signal }),
  })
  const setSecret = async (signingSecret: string) => {
    cache.setQueryData(settingsKey, await call(contract.setSlackSecret, { body: { signingSecret } }))
  }
  const removeSecret = async () => {
    await call(contract.deleteSlackSecret, {})
    await cache.invalidateQueries({ queryKey: settingsKey })
  }
  return { settings: data, error, isLoading: isPending, refetch, setSecret, removeSecret }
}

/** The linked accounts of everybody, oldest first, page by page. */
export function useSlackLinks() {
  const cache = useQueryClient()
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery({
      queryKey: linksKey,
      queryFn: ({ pageParam, signal }) =>
        call(contract.listSlackLinks, { query: pageParam === '' ? {} : { cursor: pageParam } }, { signal }),
      initialPageParam: '',
      getNextPageParam: ({ nextCursor }) => nextCursor,
    })
  const unlink = async (link: string) => {
    await call(contract.deleteSlackLink, { params: { link } })
    await cache.invalidateQueries({ queryKey: linksKey })
  }
  return {
    links: computed(() => data.value?.pages.flatMap((page) => page.links)),
    error,
    isLoading: isPending,
    hasMore: hasNextPage,
    isReadingMore: isFetchingNextPage,
    readMore: fetchNextPage,
    refetch,
    unlink,
  }
}
