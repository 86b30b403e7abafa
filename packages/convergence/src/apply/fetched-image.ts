import type { Plan } from '../plan/plan.ts'

const fetches: ReadonlySet<string> = new Set(['pull-image', 'restore-image', 'build-image'])

/** The id of the image that a run pulled, built or restored under this name last. Pure. */
export function fetchedImage(
  reference: string,
  plan: Plan,
  produced: ReadonlyMap<string, string>,
): string | undefined {
  const source = plan.actions.findLast(
    (action) =>
      fetches.has(action.kind) && 'image' in action && action.image === reference && produced.has(action.id),
  )
  return source && produced.get(source.id)
}
