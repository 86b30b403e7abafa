import type { DesiredService } from '../../desired/desired-state.ts'
import type { Graph } from '../graph.ts'

/** Pulls an image; once, however many services have it. */
export function addPull(
  graph: Graph,
  { name, image, platform }: Pick<DesiredService, 'name' | 'image' | 'platform'>,
  about: {
    readonly cause: string
    readonly isOptional?: boolean
    readonly digest?: string | undefined
  },
): string {
  const { cause, isOptional = false, digest } = about
  const id = platform === undefined ? `pull-image:${image}` : `pull-image:${image}:${platform}`
  if (graph.has(id)) return id
  return graph.add({
    group: `image ${image}`,
    service: name,
    cause,
    kind: 'pull-image',
    id,
    image,
    ...(platform !== undefined && { platform }),
    ...(isOptional && { isOptional }),
    ...(digest !== undefined && { digest }),
  })
}

/** Builds the image of a service, unless a pull brings it. */
export function addBuild(
  graph: Graph,
  { name, image, build }: DesiredService,
  about: { readonly cause: string; readonly after: readonly string[]; readonly unless?: string | undefined },
): string {
  if (build === undefined) throw new Error(`Service ${name} has no build`)
  const { cause, after, unless } = about
  const id = `build-image:${name}`
  graph.add(
    {
      group: `image ${image}`,
      service: name,
      cause: unless === undefined ? cause : 'the image cannot be pulled',
      kind: 'build-image',
      id,
      image,
      build,
      ...(unless !== undefined && { onlyIfFailed: unless }),
    },
    after,
  )
  if (unless !== undefined) graph.linkEnd(id, [unless])
  return id
}

/** Makes a reference mean an image of an earlier deployment (R70); once. */
export function addRestore(
  graph: Graph,
  { name, image }: DesiredService,
  { id: imageId, digest }: { readonly id: string; readonly digest?: string },
): string {
  const id = `restore-image:${image}`
  if (graph.has(id)) return id
  return graph.add({
    group: `image ${image}`,
    service: name,
    cause: 'as it was in an earlier deployment',
    kind: 'restore-image',
    id,
    image,
    imageId,
    ...(digest !== undefined && { digest }),
  })
}
