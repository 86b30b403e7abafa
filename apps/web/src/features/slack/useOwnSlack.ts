import { slack as contract, type SlackLinkCode } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef } from 'vue'
import { call } from '../../api/call.ts'

const queryKey = ['slack', 'own']

/** Your own linked accounts. A code is only ever in `shown`, until it is dismissed. */
export function useOwnSlack() {
  const cache = useQueryClient()
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(contract.readOwnSlack, {}, { signal }),
  })
  const shown = shallowRef<SlackLinkCode>()
  const makeCode = async () => {
    shown.value = await call(contract.createSlackLinkCode, {})
  }
  /** It was given in Slack, or is not wanted any more. */
  const dismiss = async () => {
    shown.value = undefined
    await cache.invalidateQueries({ queryKey })
  }
  const unlink = async (link: string) => {
    await call(contract.deleteOwnSlackLink, { params: { link } })
    await cache.invalidateQueries({ queryKey })
  }
  return {
    isSet: computed(() => data.value?.isSet),
    links: computed(() => data.value?.links),
    error,
    isLoading: isPending,
    isFetching,
    refetch,
    shown,
    makeCode,
    dismiss,
    unlink,
  }
}
