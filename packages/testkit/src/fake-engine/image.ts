import type { ImageInspect } from '@berth/docker-engine'
import type { ImageSeed } from './options.ts'
import { refusal } from './refusal.ts'
import { hash, type World } from './world.ts'

/** An image with all its names. */
export interface FakeImage {
  readonly id: string
  readonly config: NonNullable<ImageInspect['Config']>
  /** `name:tag` as a person writes it: without `docker.io/` and `library/`. */
  readonly tags: Set<string>
}

/** `redis`, `docker.io/library/redis` and `redis:latest` are one. */
export function familiarReference(reference: string): string {
  const short = reference.replace(/^docker\.io\//, '').replace(/^library\//, '')
  const hasTag = short.includes('@') || short.lastIndexOf(':') > short.lastIndexOf('/')
  return hasTag ? short : `${short}:latest`
}

/** Makes an image; equal configuration and content give an equal id. */
export function newImage({ reference, config = {}, content = reference }: ImageSeed): FakeImage {
  return { id: `sha256:${hash(JSON.stringify([config, content]))}`, config, tags: new Set() }
}

/** Gives an image a name, which another one may lose by it. */
export function nameImage(images: Map<string, FakeImage>, image: FakeImage, reference: string): FakeImage {
  const tag = familiarReference(reference)
  for (const other of images.values()) other.tags.delete(tag)
  const kept = images.get(image.id) ?? image
  images.set(kept.id, kept)
  kept.tags.add(tag)
  return kept
}

/** By name, id, or the beginning of an id. */
export function findImage({ images }: World, reference: string): FakeImage | undefined {
  const tag = familiarReference(reference)
  const digits = reference.replace(/^sha256:/, '')
  const isId = /^[0-9a-f]{6,64}$/.test(digits)
  return [...images.values()].find(
    ({ id, tags }) => tags.has(tag) || (isId && id.startsWith(`sha256:${digits}`)),
  )
}

export function mustFindImage(world: World, reference: string, doing: string): FakeImage {
  const image = findImage(world, reference)
  if (image) return image
  const shown = reference.startsWith('sha256:') ? reference : familiarReference(reference)
  throw refusal('ENGINE_IMAGE_NOT_FOUND', doing, `No such image: ${shown}`, { image: reference })
}
