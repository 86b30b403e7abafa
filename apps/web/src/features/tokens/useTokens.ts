import { type ApiToken, auth } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { call } from '../../api/call.ts'
import type { CreateToken } from './token-form.ts'

const key = ['tokens']
const pageSize = 50

/** Your API tokens. A secret is only ever in `created`, until it is dismissed. */
export function useTokens() {
  const cache = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ signal, pageParam: cursor }) =>
      call(auth.listTokens, { query: { limit: pageSize, ...(cursor && { cursor }) } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const created = shallowRef<{ readonly token: ApiToken; readonly secret: string }>()

  const create = async (body: CreateToken) => {
    created.value = await call(auth.createToken, { body })
    await cache.invalidateQueries({ queryKey: key })
  }
  const revoke = async (token: string) => {
    await call(auth.deleteToken, { params: { token } })
    if (created.value?.token.id === token) created.value = undefined
    await cache.invalidateQueries({ queryKey: key })
  }
  const dismiss = () => {
    created.value = undefined
  }

  return {
    tokens: computed(() => query.data.value?.pages.flatMap((page) => page.tokens)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    created,
    create,
    revoke,
    dismiss,
  }
}
