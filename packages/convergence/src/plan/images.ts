import type { DesiredService } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import type { PlanUpOptions } from './options.ts'
import type { PlanProblem } from './plan.ts'

/** What is known of a service's image while planning. */
export interface ImagePlan {
  /** The id that the reference has now. Absent: not on the Engine. */
  readonly id?: string
  /** The action that pulls or builds it. */
  readonly action?: string
  /** Container paths that the image declares as volumes, as far as known. */
  readonly volumes: readonly string[]
}

/**
 * Plans pulls and builds (R1-R4). One pull per image, one build per service; a service with a `build` is
 * built and only pulled when its policy is `always`.
 */
export function planImages(
  services: readonly DesiredService[],
  { observed, options, graph }: { observed: ObservedState; options: PlanUpOptions; graph: Graph },
): { readonly images: ReadonlyMap<string, ImagePlan>; readonly problems: readonly PlanProblem[] } {
  const images = new Map<string, ImagePlan>()
  const problems: PlanProblem[] = []
  const pulls = new Map<string, string>()
  for (const service of services) {
    const present = observed.images[service.image]
    const cause = reasonToFetch(service, present !== undefined, options)
    if (cause === undefined && present === undefined) problems.push(missing(service))
    const action = cause === undefined ? undefined : fetch(service, cause, { graph, pulls })
    images.set(service.name, {
      ...(present && { id: present.id }),
      ...(action !== undefined && { action }),
      volumes: present?.volumes ?? [],
    })
  }
  return { images, problems }
}

/** `undefined`: nothing to do. */
function reasonToFetch(
  { pull, build }: DesiredService,
  isPresent: boolean,
  options: PlanUpOptions,
): string | undefined {
  if (build !== undefined && options.build) return 'a build was asked for'
  if (pull === 'always') return 'pull_policy is always'
  if (build !== undefined && pull === 'build') return 'pull_policy is build'
  if (isPresent) return undefined
  return build === undefined && (pull === 'never' || pull === 'build') ? undefined : 'the image is not here'
}

function fetch(
  service: DesiredService,
  cause: string,
  { graph, pulls }: { graph: Graph; pulls: Map<string, string> },
): string {
  const { image, build, platform } = service
  if (build !== undefined && (cause !== 'pull_policy is always' || service.pull !== 'always')) {
    return graph.add({
      kind: 'build-image',
      id: `build-image:${service.name}`,
      group: `image ${image}`,
      service: service.name,
      cause,
      image,
      build,
    })
  }
  const known = pulls.get(`${image} ${platform}`)
  if (known !== undefined) return known
  const id = graph.add({
    kind: 'pull-image',
    id: platform === undefined ? `pull-image:${image}` : `pull-image:${image}:${platform}`,
    group: `image ${image}`,
    service: service.name,
    cause,
    image,
    ...(platform !== undefined && { platform }),
  })
  pulls.set(`${image} ${platform}`, id)
  return id
}

function missing({ name, image, pull }: DesiredService): PlanProblem {
  return {
    code: 'PLAN_IMAGE_MISSING',
    message: `Service ${name} needs image ${image}, which is not on the Engine, and its pull_policy is ${pull}.`,
    fix: `Pull or build ${image} first, or set pull_policy to missing.`,
    service: name,
  }
}
