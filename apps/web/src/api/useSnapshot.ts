import type { Topic } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue, watch } from 'vue'
import type { FeedEvent } from './feed.ts'
import { useFeed } from './useFeed.ts'

/** A resource that says up to which event of its topic it is current. */
export interface Sequenced {
  readonly seq: number
}

export interface SnapshotSource<T extends Sequenced> {
  readonly key: readonly string[]
  readonly topic: Topic
  read(signal: AbortSignal): Promise<T>
  /** Pure: the resource after the event. */
  reduce(current: T, event: FeedEvent): T
}

/**
 * A resource read once and then kept current by the feed.
 *
 * A late reply never hides a newer event: whatever has the higher `seq` stays.
 */
export function useSnapshot<T extends Sequenced>(source: MaybeRefOrGetter<SnapshotSource<T>>) {
  const feed = useFeed()
  const cache = useQueryClient()
  const current = computed(() => toValue(source))

  const query = useQuery<T>(
    computed(() => {
      const { key, read } = current.value
      return {
        queryKey: key,
        queryFn: ({ signal }: { signal: AbortSignal }) => read(signal),
        structuralSharing: (old: unknown, next: unknown) => newer(old as T | undefined, next as T),
      }
    }),
  )

  const isKnown = computed(() => query.data.value !== undefined)
  watch(
    () => [current.value.key.join('\n'), isKnown.value] as const,
    (_now, _before, onCleanup) => {
      if (!isKnown.value) return
      const { key, topic, reduce } = current.value
      const known = () => cache.getQueryData<T>(key)
      const stop = feed.subscribe(topic, {
        since: () => known()?.seq ?? 0,
        event: (event) => {
          const old = known()
          if (old !== undefined && event.seq > old.seq) {
            cache.setQueryData<T>(key, { ...reduce(old, event), seq: event.seq })
          }
        },
        reset: async () => {
          await cache.cancelQueries({ queryKey: key })
          // The sequence may have begun anew: let any reply win.
          cache.setQueryData<T>(key, (old) => old && { ...old, seq: startOver })
          await cache.refetchQueries({ queryKey: key, exact: true }, { throwOnError: true })
        },
      })
      onCleanup(stop)
    },
    { immediate: true },
  )

  return {
    value: query.data,
    error: query.error,
    isLoading: query.isPending,
    /** Reads again now. */
    refresh: () => query.refetch({ cancelRefetch: false }),
  }
}

const startOver = -1

const newer = <T extends Sequenced>(old: T | undefined, next: T): T =>
  old === undefined || next.seq >= old.seq || next.seq === startOver ? next : old
