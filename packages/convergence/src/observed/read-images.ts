import type { EngineReader, ImageInspect, ImageSummary, Waiting } from '@berth/docker-engine'
import { isAnonymous } from './anonymous-volume.ts'
import type { ObservedContainer, ObservedImage } from './observed-state.ts'
import { orAbsent } from './or-absent.ts'
import { parseImage } from './parse-resources.ts'

/** Inspects images, each once however often it is asked for; `undefined`: it is not there. */
export type InspectImage = (reference: string) => Promise<ImageInspect | undefined>

/** Remembers what was asked, for the time of one observation. */
export function imageInspector(engine: EngineReader, waiting: Waiting): InspectImage {
  const asked = new Map<string, ReturnType<InspectImage>>()
  return (reference) => {
    const known = asked.get(reference)
    if (known !== undefined) return known
    const answer = orAbsent(engine.inspectImage(reference, waiting), [
      'ENGINE_NOT_FOUND',
      'ENGINE_IMAGE_NOT_FOUND',
    ])
    asked.set(reference, answer)
    return answer
  }
}

/**
 * What is known of the images, by reference. Their volumes are asked for only where a container may have to
 * hand an anonymous one over: that takes an inspect of each such image.
 */
export async function describeImages(
  found: ReadonlyMap<string, ImageSummary>,
  about: {
    readonly containers: readonly ObservedContainer[]
    /** Service to the reference of its image. */
    readonly imageOf: (service: string) => string | undefined
    readonly inspect: InspectImage
    /** References whose tag time is wanted. */
    readonly refreshed: readonly string[]
  },
): Promise<Record<string, ObservedImage>> {
  const heirs = new Set(
    about.containers
      .filter(({ volumes }) => volumes.some(isAnonymous))
      .map(({ service }) => about.imageOf(service)),
  )
  const entries = [...found].map(
    async ([reference, { Id, Size, RepoDigests }]): Promise<[string, ObservedImage]> => {
      const isAsked = heirs.has(reference) || about.refreshed.includes(reference)
      const image = isAsked ? await about.inspect(reference) : undefined
      const own = RepoDigests.length > 0 ? { repoDigests: [...RepoDigests].sort() } : {}
      return [reference, { ...(image === undefined ? { id: Id, bytes: Size } : parseImage(image)), ...own }]
    },
  )
  return Object.fromEntries(await Promise.all(entries))
}
