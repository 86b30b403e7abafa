import type { DesiredService } from '../../desired/desired-state.ts'
import type { PlanProblem } from '../plan.ts'

/**
 * Services that are built from each other in a circle which a service is part of: from the first by name back to it.
 * Pure.
 */
export function buildCircle(
  start: string,
  services: readonly DesiredService[],
): readonly string[] | undefined {
  const bases = new Map(services.map(({ name, buildsFrom = [] }) => [name, buildsFrom]))
  const seen = new Set<string>()
  const wayBack = (name: string): readonly string[] | undefined => {
    for (const base of bases.get(name) ?? []) {
      if (base === start) return [name]
      if (seen.has(base)) continue
      seen.add(base)
      const rest = wayBack(base)
      if (rest !== undefined) return [name, ...rest]
    }
    return undefined
  }
  const circle = wayBack(start)
  if (circle === undefined) return undefined
  const first = circle.indexOf([...circle].sort()[0] ?? start)
  return [...circle.slice(first), ...circle.slice(0, first), circle[first] ?? start]
}

/** Why none of them can be built. */
export const circleProblem = (circle: readonly string[]): PlanProblem => ({
  code: 'PLAN_BUILD_CYCLE',
  message: `Services are built from each other in a circle, so none can be the first: ${circle.join(' -> ')}.`,
  fix: 'Take one of them out of the `additional_contexts` of the one before it.',
  ...(circle[0] !== undefined && { service: circle[0] }),
})
