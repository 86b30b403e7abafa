import { webhooks as contract, type Webhook } from '@berth/contract'
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from '../../api/call.ts'

/** The last deliveries of a webhook, newest first. */
export function useDeliveries({ id, project }: Webhook) {
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ['webhook-deliveries', id],
    queryFn: ({ signal }) =>
      call(
        contract.listWebhookDeliveries,
        { params: { project, webhook: id }, query: { limit: 10 } },
        { signal },
      ),
  })
  return {
    deliveries: computed(() => data.value?.deliveries),
    error,
    isLoading: isPending,
    isFetching,
    refetch,
  }
}
