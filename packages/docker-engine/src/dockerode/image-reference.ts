/** An image's name in its parts. `docker.io` and `library/` are filled in as Docker fills them. */
export interface ImageReference {
  readonly registry: string
  /** With the registry when one was written, as Engine calls want it. */
  readonly name: string
  /** `latest` unless written; absent when there is a digest. */
  readonly tag?: string
  readonly digest?: string
}

/**
 * Takes an image reference apart. Pure; does not validate.
 *
 * @see https://github.com/distribution/reference
 */
export function parseImageReference(reference: string): ImageReference {
  const [named = '', digest] = reference.split('@')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const name = hasTag ? named.slice(0, colon) : named
  const tag = hasTag ? named.slice(colon + 1) : 'latest'
  return { registry: registryOf(name), name, ...(digest ? { digest } : { tag }) }
}

/** A first part with a dot, a port, capitals or the name localhost is a registry; else it is Docker Hub's. */
function registryOf(name: string): string {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const isHost = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first
  return isHost && first !== 'index.docker.io' ? first : 'docker.io'
}
