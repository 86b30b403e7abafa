import { operations } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, onScopeDispose, toValue, watch } from 'vue'
import { call } from '../../../api/call.ts'
import { useFeed } from '../../../api/useFeed.ts'
import type { OperationSummary } from '../../operations/operation-summary.ts'

const shown = 10

/** The last operations of a project, newest first, live. */
export function useRecentOperations(project: MaybeRefOrGetter<string>) {
  const feed = useFeed()
  const cache = useQueryClient()
  const key = computed(() => ['operations', toValue(project)])
  const { data, error, isPending } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<readonly OperationSummary[]> => {
      const query = { project: toValue(project), limit: shown }
      return (await call(operations.listOperations, { query }, { signal })).operations
    },
    staleTime: 0,
  })

  let stop = () => {}
  watch(
    () => toValue(project),
    (name) => {
      stop()
      const list = ['operations', name]
      let seen: number | undefined
      stop = feed.subscribe(`project:${name}`, {
        since: () => seen,
        event: (event) => {
          seen = event.seq
          if (event.name !== 'operation.changed') return
          const { payload } = event
          cache.setQueryData<readonly OperationSummary[]>(list, (old) => old && upsert(old, payload))
          // The list that is under way may be older than this event.
          if (cache.isFetching({ queryKey: list })) void cache.invalidateQueries({ queryKey: list })
        },
        reset: async () => {
          seen = undefined
          await cache.invalidateQueries({ queryKey: list })
        },
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())

  return { recent: data, error, isLoading: isPending }
}

/** The list with this operation in it, in its newest version. */
function upsert(list: readonly OperationSummary[], next: OperationSummary): readonly OperationSummary[] {
  const old = list.find(({ id }) => id === next.id)
  if (old === undefined) return [next, ...list].slice(0, shown)
  return old.version > next.version ? list : list.map((each) => (each === old ? next : each))
}
