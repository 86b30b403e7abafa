import type { DesiredState } from '../../desired/desired-state.ts'
import type { ObservedState } from '../../observed/observed-state.ts'
import { selectServices } from '../context.ts'
import { createGraph } from '../graph.ts'
import { lifecyclePlan } from '../lifecycle.ts'
import type { Plan, ServiceChange } from '../plan.ts'

export interface PlanPushOptions {
  /** Only these. Absent or empty: all. */
  readonly services?: readonly string[]
  /** With `services`: also what they depend on. */
  readonly includeDeps?: boolean
  /** A push that fails is told and does not stop the others. */
  readonly ignoreFailures?: boolean
}

/** Plans to push, under all their names, the images that are built here and named in the files (R85). Pure. */
export function planPush(
  desired: DesiredState,
  observed: ObservedState,
  options: PlanPushOptions = {},
): Plan {
  const { services = [], includeDeps = false, ignoreFailures = false } = options
  const graph = createGraph()
  const skipped: ServiceChange[] = []
  for (const { name, build, namesImage } of selectServices(desired, { services, noDeps: !includeDeps })) {
    const images = namesImage === undefined ? [] : (build?.tags ?? [])
    if (images.length === 0) skipped.push({ service: name, change: 'none', reasons: ['Skipped'] })
    for (const image of images) {
      const id = `push-image:${image}`
      if (graph.has(id)) continue
      const about = { group: `push ${image}`, service: name, cause: 'a push was asked for' }
      graph.add({ ...about, kind: 'push-image', id, image, ...(ignoreFailures && { isOptional: true }) })
    }
  }
  const change = { change: 'none', reasons: ['its image is pushed'] } as const
  return lifecyclePlan({ kind: 'up', observed, options: {}, graph, change, skipped })
}
