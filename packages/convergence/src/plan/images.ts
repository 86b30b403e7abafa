import type { DesiredService } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import type { PlanUpOptions } from './options.ts'
import type { PlanProblem } from './plan.ts'

/** What is known of a service's image while planning. */
export interface ImagePlan {
  /** The id that the reference has now, or will have when it is restored. Absent: not on the Engine. */
  readonly id?: string
  /** The action that pulls or builds it. */
  readonly action?: string
  /** Container paths that the image declares as volumes, as far as known. */
  readonly volumes: readonly string[]
}

/**
 * Plans pulls and builds (R1-R4), and what an earlier deployment had (R70). One pull per image, one build per service; a service with a `build` is
 * built and only pulled when its policy is `always`.
 */
export function planImages(
  services: readonly DesiredService[],
  { observed, options, graph }: { observed: ObservedState; options: PlanUpOptions; graph: Graph },
): { readonly images: ReadonlyMap<string, ImagePlan>; readonly problems: readonly PlanProblem[] } {
  const problems: PlanProblem[] = []
  const pulls = new Map<string, string>()
  const planImage = (service: DesiredService): ImagePlan => {
    const present = observed.images[service.image]
    const volumes = present?.volumes ?? []
    const earlier = options.images?.[service.image]
    if (earlier !== undefined) {
      const isSame = present?.id === earlier.id
      const restore = isSame ? undefined : addRestore(service, earlier, { graph, pulls })
      return { id: earlier.id, ...(restore !== undefined && { action: restore }), volumes }
    }
    const need = needOf(service, present !== undefined, { ...options, project: observed.project })
    if (need === undefined && present === undefined) problems.push(missing(service, options))
    const action = need === undefined ? undefined : addFetch(service, need, { graph, pulls })
    return { ...(present && { id: present.id }), ...(action !== undefined && { action }), volumes }
  }
  const images = new Map(services.map((service) => [service.name, planImage(service)]))
  return { images, problems }
}

interface Need {
  readonly verb: 'build' | 'pull'
  readonly cause: string
}

/** `undefined`: the image is here and may be used, or it is not and may not be fetched. */
function needOf(
  service: DesiredService,
  isPresent: boolean,
  options: PlanUpOptions & { readonly project: string },
): Need | undefined {
  const { pull, build } = service
  if (build !== undefined && options.noBuild) return needWithoutBuild(service, isPresent, options)
  if (build !== undefined && options.build) return { verb: 'build', cause: 'a build was asked for' }
  if (pull === 'always') return { verb: 'pull', cause: 'pull_policy is always' }
  if (build !== undefined && pull === 'build') return { verb: 'build', cause: 'pull_policy is build' }
  if (isPresent) return undefined
  if (build !== undefined) return { verb: 'build', cause: 'the image is not here' }
  return pull === 'missing' ? { verb: 'pull', cause: 'the image is not here' } : undefined
}

/** An image that is only named after its project was never pushed. */
function needWithoutBuild(
  { pull, image, name }: DesiredService,
  isPresent: boolean,
  { project }: { readonly project: string },
): Need | undefined {
  if (pull === 'always') return { verb: 'pull', cause: 'pull_policy is always' }
  const mayPull = pull === 'missing' && image !== `${project}-${name}`
  return mayPull && !isPresent ? { verb: 'pull', cause: 'the image is not here' } : undefined
}

function addRestore(
  { name, image }: DesiredService,
  { id: imageId, digest }: { readonly id: string; readonly digest?: string },
  { graph, pulls }: { readonly graph: Graph; readonly pulls: Map<string, string> },
): string {
  const id = `restore-image:${image}`
  const known = pulls.get(id)
  if (known !== undefined) return known
  pulls.set(id, id)
  const about = { group: `image ${image}`, service: name, cause: 'as it was in an earlier deployment' }
  return graph.add({
    ...about,
    kind: 'restore-image',
    id,
    image,
    imageId,
    ...(digest !== undefined && { digest }),
  })
}

function addFetch(
  service: DesiredService,
  { verb, cause }: Need,
  { graph, pulls }: { readonly graph: Graph; readonly pulls: Map<string, string> },
): string {
  const { name, image, build, platform } = service
  const about = { group: `image ${image}`, service: name, cause, image }
  if (verb === 'build' && build !== undefined) {
    return graph.add({ ...about, kind: 'build-image', id: `build-image:${name}`, build })
  }
  const id = platform === undefined ? `pull-image:${image}` : `pull-image:${image}:${platform}`
  const known = pulls.get(id)
  if (known !== undefined) return known
  pulls.set(id, id)
  return graph.add({ ...about, kind: 'pull-image', id, ...(platform !== undefined && { platform }) })
}

function missing({ name, image, pull, build }: DesiredService, { noBuild }: PlanUpOptions): PlanProblem {
  const isForbidden = build !== undefined && noBuild === true
  const why = isForbidden ? 'it is not to be built' : `its pull_policy is ${pull}`
  const otherwise = isForbidden ? 'let it be built' : 'set pull_policy to missing'
  return {
    code: 'PLAN_IMAGE_MISSING',
    message: `Service ${name} needs image ${image}, which is not on the Engine, and ${why}.`,
    fix: `Pull or build ${image} first, or ${otherwise}.`,
    service: name,
  }
}
