import { type Engine, EngineError, type ImageInspect, type ImageSummary } from '@berth/docker-engine'
import { mustFindContainer } from './container.ts'
import { type FakeImage, familiarReference, findImage, mustFindImage, nameImage, newImage } from './image.ts'
import { refusal } from './refusal.ts'
import { hasLabels, type World } from './world.ts'

type ImageCalls = Pick<
  Engine,
  | 'inspectImage'
  | 'findImages'
  | 'listImages'
  | 'resolveDigest'
  | 'pullImage'
  | 'pushImage'
  | 'tagImage'
  | 'removeImage'
  | 'buildImage'
  | 'commitContainer'
>

/** The image half of the fake. */
export const imageCalls = (world: World): ImageCalls => ({
  inspectImage: async (reference) => toInspect(mustFindImage(world, reference, `inspect image ${reference}`)),

  findImages: async (references) =>
    new Map(
      references.flatMap((reference) => {
        const image = findImage(world, reference)
        return image === undefined ? [] : [[reference, toListed(image)]]
      }),
    ),

  listImages: async ({ labels = [] }) =>
    [...world.images.values()]
      .filter(({ tags, config }) => tags.size > 0 && hasLabels(config.Labels ?? {}, labels))
      .map(toListed),

  commitContainer: async (id, { reference } = {}) => {
    const container = mustFindContainer(world, id, `make an image of container ${id}`)
    const { config } = mustFindImage(world, container.body.Image, `make an image of container ${id}`)
    const image = newImage({ reference: reference ?? '', config, content: `commit ${container.id}` })
    if (reference === undefined) world.images.set(image.id, image)
    else nameImage(world.images, image, reference)
    return { id: image.id }
  },

  resolveDigest: async (reference) =>
    mustFindInRegistry(world, reference, `resolve the digest of ${reference}`).id,

  pullImage: async (reference, { onProgress } = {}) => {
    const found = mustFindInRegistry(world, reference, `pull ${reference}`)
    const layer = found.id.slice('sha256:'.length, 19)
    onProgress?.({ layer, status: 'Downloading', currentBytes: 512, totalBytes: 1024 })
    onProgress?.({ layer, status: 'Pull complete' })
    const image = nameImage(world.images, { ...found, tags: new Set() }, reference)
    nameImage(world.images, image, `${repositoryOf(reference)}@${found.id}`)
    emitImage(world, 'pull', reference)
    return { id: image.id, repoDigests: namesOf(image.tags).RepoDigests }
  },

  pushImage: async (reference, { onProgress } = {}) => {
    const image = findImage(world, reference)
    if (!image) {
      const words = `An image does not exist locally with the tag: ${reference}`
      throw refusal('ENGINE_IMAGE_NOT_FOUND', `push ${reference}`, words, { image: reference })
    }
    onProgress?.({ layer: image.id.slice('sha256:'.length, 19), status: 'Pushed' })
    world.registry.set(familiarReference(reference), image)
    emitImage(world, 'push', reference)
  },

  tagImage: async (source, target) => {
    nameImage(world.images, mustFindImage(world, source, `tag ${source} as ${target}`), target)
    emitImage(world, 'tag', target)
  },

  removeImage: async (reference, { force = false } = {}) => removeImage(world, reference, force),

  buildImage: async (request, { onEvent } = {}) => {
    const build = world.options.build?.(request) ?? {}
    for (const event of build.events ?? []) onEvent?.(event)
    const what = request.tags[0] ?? request.context
    if (build.failure) throw buildFailure(what, build.failure)
    const { tags, ...input } = request
    const content = build.content ?? JSON.stringify(input)
    const config = { ...build.config, Labels: { ...build.config?.Labels, ...request.labels } }
    const image = newImage({ reference: what, config, content })
    world.images.set(image.id, world.images.get(image.id) ?? image)
    for (const tag of tags) nameImage(world.images, image, tag)
    return { id: image.id }
  },
})

function mustFindInRegistry(world: World, reference: string, doing: string): FakeImage {
  const found = world.registry.get(familiarReference(reference)) ?? findByDigest(world, reference)
  if (found) return found
  const words = `manifest for ${familiarReference(reference)} not found: manifest unknown`
  throw refusal('ENGINE_IMAGE_NOT_FOUND', doing, words, { image: reference })
}

/** The fake's images have their id for a digest. */
function findByDigest({ registry }: World, reference: string): FakeImage | undefined {
  const [, digest] = reference.split('@')
  const entries = [...registry].filter(([name]) => repositoryOf(name) === repositoryOf(reference))
  return entries.find(([, { id }]) => id === digest)?.[1]
}

/** Without tag and digest. */
function repositoryOf(reference: string): string {
  const [named = ''] = familiarReference(reference).split('@')
  const colon = named.lastIndexOf(':')
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named
}

/** Digests stand among the names. */
function namesOf(tags: ReadonlySet<string>) {
  const names = [...tags].sort()
  return {
    RepoTags: names.filter((name) => !name.includes('@')),
    RepoDigests: names.filter((name) => name.includes('@')),
  }
}

function buildFailure(what: string, { step, output }: { step: string; output: string }): EngineError {
  return new EngineError(
    'ENGINE_BUILD_FAILED',
    `Could not build ${what}: ${step}: did not complete successfully`,
    {
      fix: 'Mend the step that failed; its output says why.',
      details: { image: what, step, output },
    },
  )
}

function removeImage(world: World, reference: string, force: boolean): void {
  const doing = `remove image ${reference}`
  const image = mustFindImage(world, reference, doing)
  const tag = familiarReference(reference)
  const { RepoTags } = namesOf(image.tags)
  const isLastName = !image.tags.has(tag) || RepoTags.length === 1
  const user = [...world.containers.values()].find((container) => container.image.id === image.id)
  if (isLastName && user && (!force || user.status === 'running')) {
    const words = `conflict: unable to remove repository reference "${reference}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image`
    throw refusal('ENGINE_CONFLICT', doing, words)
  }
  image.tags.delete(tag)
  emitImage(world, 'untag', reference)
  if (isLastName && !user) world.images.delete(image.id)
}

const toInspect = ({ id, config, tags }: FakeImage): ImageInspect => ({
  Id: id,
  ...namesOf(tags),
  Config: config,
})

const toListed = ({ id, tags, config }: FakeImage): ImageSummary => ({
  Id: id,
  ...namesOf(tags),
  Labels: config.Labels ?? {},
  Size: 4_000_000,
})

const emitImage = (world: World, action: string, reference: string) =>
  world.emit({ type: 'image', action, id: reference, attributes: { name: reference } })
