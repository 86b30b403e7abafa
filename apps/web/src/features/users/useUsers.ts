import { users as contract, type Role, type User } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { call } from '../../api/call.ts'

const queryKey = ['users']

export interface UserWithPassword {
  readonly user: User
  readonly password: string
}

/** Who can sign in. A password is only ever in `shown`, until it is dismissed. */
export function useUsers() {
  const cache = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(contract.listUsers, {}, { signal }),
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
    users: computed(() => data.value?.users),
    error,
    isLoading: isPending,
    refetch,
    shown,
    create,
    setRole,
    resetPassword,
    remove,
    dismiss,
  }
}
