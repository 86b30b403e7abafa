import { type ApiToken, auth } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { call } from '../../api/call.ts'
import type { CreateToken } from './token-form.ts'

const key = ['tokens']

/** Your API tokens. A secret is only ever in `created`, until it is dismissed. */
export function useTokens() {
  const cache = useQueryClient()
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(auth.listTokens, {}, { signal }),
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
    tokens: computed(() => data.value?.tokens),
    error,
    isLoading: isPending,
    created,
    create,
    revoke,
    dismiss,
  }
}
