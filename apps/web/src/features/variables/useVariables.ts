import type { VariableInput } from '@berth/contract'
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { isApiError } from '../../api/problem.ts'
import type { VariableLevel, VariableLine, VariableList } from './variable-level.ts'

/** Somebody else changed the variable that is being edited; nothing was written. */
export interface VariableConflict {
  /** As it is now; undefined when it was deleted. */
  readonly theirs: VariableLine | undefined
}

/** The variables of a level, and their changes. A change is made against what was shown, or not at all. */
export function useVariables(level: MaybeRefOrGetter<VariableLevel>) {
  const cache = useQueryClient()
  const current = computed(() => toValue(level))
  const { data, error, isPending, refetch } = useQuery(
    computed(() => ({
      queryKey: current.value.key,
      queryFn: ({ signal }: { signal: AbortSignal }) => current.value.list(signal),
      staleTime: 0,
    })),
  )
  const show = (list: VariableList) => cache.setQueryData(current.value.key, list)
  const lineIn = (list: VariableList | undefined, name: string) =>
    list?.lines.find((line) => line.name === name)

  /** Writes, and once again when what changed meanwhile was something else. */
  const change = async (
    name: string,
    write: (etag: string) => Promise<VariableList>,
  ): Promise<VariableConflict | undefined> => {
    const before = data.value
    try {
      show(await write(before?.etag ?? '*'))
      return undefined
    } catch (reason) {
      if (!isApiError(reason, 'FILES_CHANGED')) throw reason
    }
    const now = await current.value.list()
    show(now)
    const theirs = lineIn(now, name)
    if (!isSame(lineIn(before, name), theirs)) return { theirs }
    show(await write(now.etag))
    return undefined
  }

  return {
    lines: computed(() => data.value?.lines),
    error,
    isLoading: isPending,
    refresh: () => refetch(),
    show,
    /** Resolves with the conflict when somebody else was faster. */
    set: (name: string, body: VariableInput) => change(name, (etag) => current.value.set(name, body, etag)),
    remove: (name: string) => change(name, (etag) => current.value.remove(name, etag)),
  }
}

/** A secret that was replaced by another looks the same; the server keeps the last one, as asked. */
const isSame = (one: VariableLine | undefined, other: VariableLine | undefined) =>
  one?.value === other?.value && one?.isSecret === other?.isSecret && one?.isOwn === other?.isOwn
