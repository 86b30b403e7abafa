import { runs as contract, type Run } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, onScopeDispose, toValue, watch } from 'vue'
import { call } from '../../api/call.ts'
import { useFeed } from '../../api/useFeed.ts'
import { isActive, operationStates } from '../../states/operation-states.ts'
import { useAnnounce } from '../../ui/announcer.ts'

interface Wanted {
  readonly project: string
  readonly run: string
}

/** One run, read once and then kept current by the feed; its end is announced. */
export function useRun(wanted: MaybeRefOrGetter<Wanted>) {
  const feed = useFeed()
  const cache = useQueryClient()
  const announce = useAnnounce()
  const id = () => toValue(wanted).run
  const key = computed(() => ['run', id()])
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(contract.readRun, { params: { run: id() } }, { signal }),
    staleTime: 0,
  })
  const readAgain = () => cache.invalidateQueries({ queryKey: key.value })
  /** A reply may come after a newer event. */
  const show = (next: Run) =>
    cache.setQueryData(key.value, (before: Run | undefined) =>
      before !== undefined && before.version > next.version ? before : next,
    )

  let stop = () => {}
  watch(
    () => toValue(wanted).project,
    (project) => {
      stop()
      stop = feed.subscribe(`project:${project}`, {
        since: () => undefined,
        event: ({ name, payload }) => {
          if (name === 'run.changed' && payload.id === id()) show(payload)
        },
        reset: readAgain,
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())

  watch(
    () => query.data.value?.state,
    (now, before) => {
      if (now === undefined || before === undefined) return
      announce(`Run ${query.data.value?.buildId}: ${operationStates[now].label}`)
    },
  )

  return {
    run: query.data,
    error: query.error,
    isLoading: query.isPending,
    refresh: readAgain,
    isActive: computed(() => query.data.value !== undefined && isActive(query.data.value.state)),
    /** Ends it, or removes what was kept of it. */
    cancel: async () => show(await call(contract.cancelRun, { params: { run: id() } })),
  }
}
