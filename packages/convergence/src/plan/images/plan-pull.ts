import type { DesiredService, DesiredState } from '../../desired/desired-state.ts'
import type { ObservedState } from '../../observed/observed-state.ts'
import { selectServices } from '../context.ts'
import { createGraph } from '../graph.ts'
import { lifecyclePlan } from '../lifecycle.ts'
import type { Plan, ServiceChange } from '../plan.ts'
import { addPull } from './add-images.ts'

export interface PlanPullOptions {
  /** Only these. Absent or empty: all. */
  readonly services?: readonly string[]
  /** With `services`: also what they depend on. */
  readonly includeDeps?: boolean
  /** Leaves out services that have a `build`. */
  readonly ignoreBuildable?: boolean
  /** A pull that fails is told and does not stop the others. */
  readonly ignoreFailures?: boolean
}

/** Plans to pull images as `docker compose pull` does; containers stay as they are (R84). Pure. */
export function planPull(
  desired: DesiredState,
  observed: ObservedState,
  options: PlanPullOptions = {},
): Plan {
  const { services = [], includeDeps = false, ignoreFailures = false } = options
  const graph = createGraph()
  const skipped: ServiceChange[] = []
  for (const service of selectServices(desired, { services, noDeps: !includeDeps })) {
    const reason = reasonToSkip(service, observed, options)
    if (reason !== undefined) skipped.push({ service: service.name, change: 'none', reasons: [reason] })
    else addPull(graph, service, { cause: 'a pull was asked for', isOptional: ignoreFailures })
  }
  const change = { change: 'none', reasons: ['its image is pulled'] } as const
  return lifecyclePlan({ kind: 'up', observed, options: {}, graph, change, skipped })
}

/** In the words of Docker Compose; `undefined`: it is pulled. */
function reasonToSkip(
  { pull, saysPull, image, namesImage, build }: DesiredService,
  { images }: ObservedState,
  { ignoreBuildable = false }: PlanPullOptions,
): string | undefined {
  if (namesImage === undefined) return 'Skipped - No image to be pulled'
  if (pull === 'never' || pull === 'build') return 'Skipped'
  const isHere = images[image] !== undefined && !meansLatest(image)
  if (pull === 'missing' && saysPull && isHere) return 'Skipped - Image is already present locally'
  return build !== undefined && ignoreBuildable ? 'Skipped - Image can be built' : undefined
}

/** What the tag means may have changed; without one it is that tag, with a digest none. */
function meansLatest(image: string): boolean {
  const last = image.slice(image.lastIndexOf('/') + 1)
  return !last.includes('@') && /^[^:]*(:latest)?$/.test(last)
}
