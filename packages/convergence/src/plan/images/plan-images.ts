import type { DesiredService, DesiredState } from '../../desired/desired-state.ts'
import { present } from '../../desired/present.ts'
import type { ObservedImage, ObservedState } from '../../observed/observed-state.ts'
import type { Graph } from '../graph.ts'
import type { PlanUpOptions } from '../options.ts'
import type { PlanProblem } from '../plan.ts'
import { addBuild, addPull, addRestore } from './add-images.ts'
import { buildCircle, circleProblem } from './build-circle.ts'
import { builderOf } from './builder-of.ts'
import { type ImageFetch, imageFetch } from './image-fetch.ts'
import { buildToRun } from './image-store.ts'

/** What is known of a service's image while planning. */
export interface ImagePlan {
  /** The id that the reference has now, or will have when it is restored. Absent: not on the Engine. */
  readonly id?: string
  /** The action that pulls or builds it. */
  readonly action?: string
  /** Container paths that the image declares as volumes, as far as known. */
  readonly volumes: readonly string[]
}

interface Planning {
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly options: PlanUpOptions
  readonly graph: Graph
}

/**
 * Plans pulls and builds (R1-R4, R80-R82), and what an earlier deployment had (R70). One pull per image; equal builds of
 * one image are one build; what a build is made from is built before it.
 */
export function planImages(
  services: readonly DesiredService[],
  planning: Planning,
): { readonly images: ReadonlyMap<string, ImagePlan>; readonly problems: readonly PlanProblem[] } {
  const { desired, observed, options, graph } = planning
  const problems: PlanProblem[] = []
  const planned = new Map<string, ImagePlan>()

  /** In the order of the services; what a build is made from may be planned before its turn. */
  const planImage = (service: DesiredService): ImagePlan => {
    const builder = builderOf(service, services)
    const known = planned.get(builder.name)
    const image = known ?? planNew(builder)
    planned.set(builder.name, image)
    planned.set(service.name, image)
    return image
  }

  const planNew = (service: DesiredService): ImagePlan => {
    const present = observed.images[service.image]
    const earlier = options.images?.[service.image]
    if (earlier !== undefined) {
      const restore = present?.id === earlier.id ? undefined : addRestore(graph, service, earlier)
      return imagePlan({ ...present, id: earlier.id }, restore)
    }
    const fetch = imageFetch(service, {
      project: observed.project,
      present,
      digest: options.pinDigests ? observed.digests?.[service.image] : undefined,
      now: observed.at,
      options,
    })
    if (fetch === undefined && present === undefined) problems.push(missing(service, options))
    return imagePlan(present, fetch && addFetch(service, fetch))
  }

  const addFetch = (service: DesiredService, { verb, cause, isOptional, digest }: ImageFetch): string => {
    const pull =
      verb === 'build'
        ? undefined
        : addPull(graph, service, { cause, digest, isOptional: isOptional ?? verb === 'pull-or-build' })
    if (verb === 'pull' && pull !== undefined) return pull
    const circle = buildCircle(service.name, desired.services)
    if (circle !== undefined) addOnce(problems, circleProblem(circle))
    const after = circle ? [] : (service.buildsFrom ?? []).flatMap((name) => baseOf(name, service) ?? [])
    const built = { ...service, ...present({ build: buildToRun(service, observed) }) }
    return addBuild(graph, built, { cause, after, unless: pull })
  }

  /** What builds the image that another build is made from; `undefined` when that is here. */
  const baseOf = (name: string, service: DesiredService): string | undefined => {
    const base = desired.services.find((other) => other.name === name)
    if (base !== undefined) return planImage(base).action
    problems.push(baseSwitchedOff(service, name))
    return undefined
  }

  for (const service of services) planImage(service)
  return { images: planned, problems }
}

function addOnce(problems: PlanProblem[], problem: PlanProblem): void {
  if (!problems.some(({ message }) => message === problem.message)) problems.push(problem)
}

const imagePlan = (present: Partial<ObservedImage> = {}, action: string | undefined): ImagePlan => ({
  ...(present.id !== undefined && { id: present.id }),
  ...(action !== undefined && { action }),
  volumes: present.volumes ?? [],
})

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

const baseSwitchedOff = ({ name: service }: DesiredService, base: string): PlanProblem => ({
  code: 'PLAN_SERVICE_UNKNOWN',
  message: `Service ${service} is built from service ${base}, which its profiles switch off.`,
  fix: `Switch a profile of ${base} on.`,
  service,
})
