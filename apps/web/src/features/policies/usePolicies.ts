import { policies as contract, type PolicyInput, type Role } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from '../../api/call.ts'

const queryKey = ['policies']

/** The policies of all roles. */
export function usePolicies() {
  const cache = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(contract.listPolicies, {}, { signal }),
  })
  const refresh = () => cache.invalidateQueries({ queryKey })

  /** `etag`: of the one that was read. */
  const save = async (role: Role, body: PolicyInput, etag: string) => {
    await call(contract.replacePolicy, { params: { role }, body }, { headers: { 'if-match': etag } })
    await refresh()
  }
  const check = (role: Role, content: string, user: string) =>
    call(contract.checkPolicy, { params: { role }, body: { content, ...(user !== '' && { user }) } })

  return {
    policies: computed(() => data.value?.policies),
    error,
    isLoading: isPending,
    refetch,
    refresh,
    save,
    check,
  }
}
