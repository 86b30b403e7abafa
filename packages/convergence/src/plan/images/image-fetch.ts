import type { DesiredService } from '../../desired/desired-state.ts'
import type { ObservedImage } from '../../observed/observed-state.ts'
import type { PlanUpOptions } from '../options.ts'

/** How an image comes to the Engine. */
export interface ImageFetch {
  /** `pull-or-build`: built when it cannot be pulled. */
  readonly verb: 'build' | 'pull' | 'pull-or-build'
  readonly cause: string
  /** A pull that fails is told and stops nothing, because the image that is here will do. */
  readonly isOptional?: true
  /** Pulled by this, not by its tag. */
  readonly digest?: string
}

interface Circumstances {
  readonly project: string
  /** Absent: the image is not on the Engine. */
  readonly present: ObservedImage | undefined
  /** What its registry has, where that counts. */
  readonly digest: string | undefined
  /** Epoch milliseconds. */
  readonly now: number
  readonly options: PlanUpOptions
}

/** `undefined`: the image is here and may be used, or it is not and may not be fetched (R1-R3). */
export function imageFetch(service: DesiredService, about: Circumstances): ImageFetch | undefined {
  const { pull, build } = service
  const { present, options } = about
  const mayBuild = build !== undefined && !options.noBuild
  if (mayBuild && options.build) return { verb: 'build', cause: 'a build was asked for' }
  if (mayBuild && pull === 'build') return { verb: 'build', cause: 'pull_policy is build' }
  if (about.digest !== undefined) return pinnedFetch(about.digest, present)
  const cause = causeOfPull(service, about)
  if (cause !== undefined && mayBePulled(service, about)) return pullFetch(cause, mayBuild, present)
  return mayBuild && present === undefined ? { verb: 'build', cause: 'the image is not here' } : undefined
}

/** Nothing when the image that is here is the one of that digest (R86). */
function pinnedFetch(digest: string, present: ObservedImage | undefined): ImageFetch | undefined {
  if (present?.repoDigests?.some((known) => known.endsWith(`@${digest}`))) return undefined
  return { verb: 'pull', cause: `its registry has ${digest.slice(0, 'sha256:'.length + 12)}`, digest }
}

function pullFetch(cause: string, mayBuild: boolean, present: ObservedImage | undefined): ImageFetch {
  if (!mayBuild) return { verb: 'pull', cause }
  return present === undefined ? { verb: 'pull-or-build', cause } : { verb: 'pull', cause, isOptional: true }
}

/** Nobody has pushed an image that is only named after its project. */
const mayBePulled = ({ build, image, name }: DesiredService, { project }: Circumstances) =>
  build === undefined || image !== `${project}-${name}`

function causeOfPull({ pull, refreshAfterMs }: DesiredService, { present, now }: Circumstances) {
  switch (pull) {
    case 'always':
      return 'pull_policy is always'
    case 'never':
    case 'build':
      return undefined
    case 'missing':
      return present === undefined ? 'the image is not here' : undefined
    case 'refresh':
      if (present === undefined) return 'the image is not here'
      return now > (present.taggedAt ?? 0) + (refreshAfterMs ?? 0)
        ? 'the image is due for a refresh'
        : undefined
  }
}
