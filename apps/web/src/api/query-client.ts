import { type Query, QueryClient } from '@tanstack/vue-query'
import { ApiError } from './problem.ts'

const askAgainMs = 5000

/** What is read stays fresh through the feed; an unreachable server is asked again until it answers. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: false,
        refetchInterval: ({ state }: Query) => (isPassing(state.error) ? askAgainMs : false),
      },
    },
  })
}

const isPassing = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 502)
