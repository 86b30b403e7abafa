import { users as contract, type Role, type User } from '@berth/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { call } from '../../api/call.ts'

const queryKey = ['users']
const pageSize = 50

export interface UserWithPassword {
  readonly user: User
  readonly password: string
}

/** Who can sign in. A password is only ever in `shown`, until it is dismissed. */
export function useUsers() {
  const cache = useQueryClient()
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ signal, pageParam: cursor }) =>
      call(contract.listUsers, { query: { limit: pageSize, ...(cursor && { cursor }) } }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const shown = shallowRef<UserWithPassword>()
  const refresh = () => cache.invalidateQueries({ queryKey })

  const create = async (body: { name: string; role: Role }) => {
    shown.value = await call(contract.createUser, { body })
    await refresh()
  }
  const setRole = async (user: string, role: Role) => {
    await call(contract.updateUser, { params: { user }, body: { role } })
    await refresh()
  }
  const resetPassword = async (user: string) => {
    shown.value = await call(contract.resetPassword, { params: { user } })
  }
  const remove = async (user: string) => {
    await call(contract.deleteUser, { params: { user } })
    if (shown.value?.user.id === user) shown.value = undefined
    await refresh()
  }
  const dismiss = () => {
    shown.value = undefined
  }

  return {
    users: computed(() => query.data.value?.pages.flatMap((page) => page.users)),
    error: query.error,
    isLoading: query.isPending,
    hasMore: query.hasNextPage,
    isReadingMore: query.isFetchingNextPage,
    readMore: () => query.fetchNextPage(),
    refetch: query.refetch,
    shown,
    create,
    setRole,
    resetPassword,
    remove,
    dismiss,
  }
}
