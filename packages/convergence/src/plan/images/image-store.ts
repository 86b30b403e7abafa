import type { BuildImage } from '@berth/docker-engine'
import type { DesiredService } from '../../desired/desired-state.ts'
import type { ObservedState } from '../../observed/observed-state.ts'
import type { PlanProblem } from '../plan.ts'
import type { ImagePlan } from './plan-images.ts'

type Store = Pick<ObservedState, 'keepsPlatforms'>

/** The build of a service for all its platforms, with all that goes with the image. Pure. */
export function wholeBuild(service: DesiredService, store: Store): BuildImage | undefined {
  const build = buildToRun(service, store)
  const { buildPlatforms } = service
  return build && { ...build, ...(buildPlatforms && { platforms: buildPlatforms }) }
}

/** The same for the one platform that containers run on. Pure. */
export const buildToRun = (
  { build, attestations }: DesiredService,
  { keepsPlatforms = false }: Store,
): BuildImage | undefined => build && { ...build, ...(keepsPlatforms && attestations && { attestations }) }

/** Why an Engine whose store keeps images of one platform, and nothing beside them, cannot build a service. Pure. */
export function storeProblem(service: DesiredService, { keepsPlatforms }: Store): PlanProblem | undefined {
  const needs = needsOf(service)
  if (keepsPlatforms || needs.length === 0) return undefined
  return {
    code: 'PLAN_NEEDS_CONTAINERD_STORE',
    message: `Service ${service.name} is built ${needs.join(' and ')}, which the image store of this Engine cannot keep.`,
    fix: 'Give the Engine the containerd image store, `"features": {"containerd-snapshotter": true}` in daemon.json, or leave that out of `build`.',
    service: service.name,
  }
}

function needsOf({ buildPlatforms, attestations = {} }: DesiredService): string[] {
  const kinds = Object.keys(attestations)
  return [
    ...(buildPlatforms ? [`for ${buildPlatforms.join(', ')}`] : []),
    ...(kinds.length > 0 ? [`with ${kinds.join(' and ')}`] : []),
  ]
}

/** What of a build is left out when containers are made: they run without it. Pure. */
export function storeNotices(
  services: readonly DesiredService[],
  images: ReadonlyMap<string, ImagePlan>,
  { keepsPlatforms = false }: Store,
): string[] {
  const built = services.filter(({ name }) => images.get(name)?.action?.startsWith('build-image:'))
  return built.flatMap(({ name, platform, buildPlatforms, attestations }) => [
    ...(buildPlatforms
      ? [
          `Service ${name} is built for ${platform ?? 'the platform of the Engine'} alone, as its containers run there; \`berth build\` builds for ${buildPlatforms.join(', ')}.`,
        ]
      : []),
    ...(attestations && !keepsPlatforms
      ? [
          `Service ${name}: the image gets no ${Object.keys(attestations).join(' and ')}, as the image store of this Engine keeps none.`,
        ]
      : []),
  ])
}
