import type { Engine } from '@berth/docker-engine'

/**
 * Counts the calls of each method of an Engine, for tests; but not `apiVersion`, which calls nobody once there is a
 * connection.
 */
export function countCalls<E extends Engine>(
  engine: E,
): { readonly engine: E; readonly calls: Record<string, number> } {
  const calls: Record<string, number> = {}
  const entries = Object.entries(engine).map(([method, call]) => [
    method,
    typeof call === 'function'
      ? (...args: unknown[]) => {
          if (method !== 'apiVersion') calls[method] = (calls[method] ?? 0) + 1
          return call(...args)
        }
      : call,
  ])
  // Safe: the same keys, each with the same parameters and result.
  return { engine: Object.fromEntries(entries) as E, calls }
}
