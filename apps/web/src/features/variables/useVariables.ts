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

/** A variable, as it was when somebody began to change it; undefined when there was none. */
export interface Seen {
  readonly name: string
  readonly seen: VariableLine | undefined
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

  /**
   * Writes, and once again when what changed meanwhile was something else. The list may have been read again while
   * somebody typed: what they had seen of the variable counts, not what is in the list by now.
   */
  const change = async (
    { name, seen }: Seen,
    write: (etag: string) => Promise<VariableList>,
  ): Promise<VariableConflict | undefined> => {
    const theirsIn = (list: VariableList) => {
      const theirs = lineIn(list, name)
      return isSame(seen, theirs) ? undefined : { theirs }
    }
    const known = data.value ?? (await current.value.list())
    const conflict = theirsIn(known)
    if (conflict !== undefined) return conflict
    try {
      show(await write(known.etag))
      return undefined
    } catch (reason) {
      if (!isApiError(reason, 'FILES_CHANGED')) throw reason
    }
    const now = await current.value.list()
    show(now)
    const late = theirsIn(now)
    if (late !== undefined) return late
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
    set: (about: Seen, body: VariableInput) =>
      change(about, (etag) => current.value.set(about.name, body, etag)),
    remove: (about: Seen) => change(about, (etag) => current.value.remove(about.name, etag)),
  }
}

/** A secret that was replaced by another looks the same; the server keeps the last one, as asked. */
const isSame = (one: VariableLine | undefined, other: VariableLine | undefined) =>
  one?.value === other?.value && one?.isSecret === other?.isSecret && one?.isOwn === other?.isOwn
