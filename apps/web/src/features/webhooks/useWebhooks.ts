import { webhooks as contract, type RouteInput, type Webhook } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, shallowRef, toValue } from 'vue'
import { call } from '../../api/call.ts'

export interface WebhookWithSecret {
  readonly webhook: Webhook
  readonly secret: string
}

/** The webhooks of a project. A secret is only ever in `shown`, until it is dismissed. */
export function useWebhooks(project: MaybeRefOrGetter<string>) {
  const cache = useQueryClient()
  const params = () => ({ project: toValue(project) })
  const queryKey = computed(() => ['webhooks', toValue(project)])
  const { data, error, isPending, refetch } = useQuery({
    queryKey,
    // More than a project may have.
    queryFn: ({ signal }) =>
      call(contract.listWebhooks, { params: params(), query: { limit: 100 } }, { signal }),
  })
  const shown = shallowRef<WebhookWithSecret>()
  const refresh = () => cache.invalidateQueries({ queryKey: queryKey.value })

  const create = async (body: RouteInput<typeof contract.createWebhook>['body']) => {
    shown.value = await call(contract.createWebhook, { params: params(), body })
    await refresh()
  }
  const rotate = async (webhook: string) => {
    shown.value = await call(contract.rotateWebhookSecret, { params: { ...params(), webhook } })
  }
  const remove = async (webhook: string) => {
    await call(contract.deleteWebhook, { params: { ...params(), webhook } })
    if (shown.value?.webhook.id === webhook) shown.value = undefined
    await refresh()
  }
  const dismiss = () => {
    shown.value = undefined
  }

  return {
    webhooks: computed(() => data.value?.webhooks),
    error,
    isLoading: isPending,
    refetch,
    shown,
    create,
    rotate,
    remove,
    dismiss,
  }
}
