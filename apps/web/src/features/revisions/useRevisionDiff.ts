import { revisions as contract } from '@berth/contract'
import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { call } from '../../api/call.ts'

/** The two sides of a comparison; `files` is what is there now. */
export interface DiffSides {
  readonly project: string
  readonly from: number
  readonly to: number | 'files'
  /** Changes with what is there now. */
  readonly version: string
}

/** What changed between two revisions, or from one to the files. */
export function useRevisionDiff(sides: MaybeRefOrGetter<DiffSides>) {
  const { data, error, isPending, refetch } = useQuery(
    computed(() => {
      const { project, from, to, version } = toValue(sides)
      return {
        queryKey: ['revision-diff', project, from, to, version],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          call(contract.diffRevisions, { params: { project, revision: from, other: to } }, { signal }),
      }
    }),
  )
  return { diff: data, error, isLoading: isPending, refresh: () => refetch() }
}
