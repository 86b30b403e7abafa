import { auth, type Permission, type Session } from '@berth/contract'
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { call } from './call.ts'

const sessionQuery = {
  queryKey: ['session'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(auth.readSession, {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
} as const

/** Who is signed in; asked once, then remembered until {@link rememberSession} or {@link forgetSession}. */
export const readSession = (cache: QueryClient): Promise<Session> => cache.fetchQuery(sessionQuery)

export const rememberSession = (cache: QueryClient, session: Session): void => {
  cache.setQueryData(sessionQuery.queryKey, session)
}

/** Drops everything that was read as the person who is no longer signed in. */
export function forgetSession(cache: QueryClient): void {
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  cache.setQueryData<Session>(sessionQuery.queryKey, (old) => old && { ...old, user: null })
}

/** The session as the page shows it. */
export function useSession() {
  const cache = useQueryClient()
  const { data } = useQuery(sessionQuery)
  const signOut = async () => {
    await call(auth.signOut, {})
    forgetSession(cache)
  }
  /** Whether to offer something; the server decides in any case. */
  const may = (permission: Permission) => data.value?.user?.permissions.includes(permission) ?? false
  return {
    may,
    user: computed(() => data.value?.user ?? undefined),
    isTransportSafe: computed(() => data.value?.isTransportSafe ?? true),
    signOut,
  }
}
