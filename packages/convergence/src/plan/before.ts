import type { ObservedState } from '../observed/observed-state.ts'
import { repoDigestOf } from '../observed/repo-digest.ts'

/** A container, and the image that it runs. */
export interface ContainerImage {
  readonly id: string
  readonly name: string
  readonly service: string
  /** As the file names it. */
  readonly image: string
  readonly imageId: string
  /** What its registry has that image as, `name@sha256:…`; absent of one that was neither pulled nor pushed. */
  readonly repoDigest?: string
}

/** What there is when a plan is made, so that `apply` can tell what there is afterwards without asking. */
export interface PlanBefore {
  /** Those of the project that are no one-off. */
  readonly containers: readonly ContainerImage[]
  /** Of images that are wanted or in use, by id: what registries have them as. */
  readonly repoDigests: Readonly<Record<string, readonly string[]>>
}

/** Pure. */
export function beforeOf({ containers, images }: Pick<ObservedState, 'containers' | 'images'>): PlanBefore {
  const known = [
    ...Object.values(images).map(({ id, repoDigests }) => [id, repoDigests] as const),
    ...containers.map(({ imageId, details }) => [imageId, details?.repoDigests] as const),
  ]
  const repoDigests = Object.fromEntries(known.flatMap(([id, digests]) => (digests ? [[id, digests]] : [])))
  return {
    containers: containers
      .filter(({ isOneOff }) => !isOneOff)
      .map(({ id, name, service, image, imageId }) =>
        withRepoDigest({ id, name, service, image, imageId }, repoDigests),
      ),
    repoDigests,
  }
}

/** With the digest that is known for its image. Pure. */
export function withRepoDigest(
  container: ContainerImage,
  repoDigests: PlanBefore['repoDigests'],
): ContainerImage {
  const repoDigest = repoDigestOf(container.image, repoDigests[container.imageId])
  return { ...container, ...(repoDigest !== undefined && { repoDigest }) }
}
