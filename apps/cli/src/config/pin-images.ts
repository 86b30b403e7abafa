import type { JsonObject, JsonValue, Project, Service } from '@berth/compose'
import type { Problem } from '../problem.ts'

/** Asks a registry for the digest of an image; the name is whole, with registry and tag. */
export type ResolveDigest = (reference: string) => Promise<string>

/** What was pinned, or the image that cannot be. */
export type Pinned<T> = { readonly pinned: T } | { readonly problem: Problem }

/** The project with every image pinned to its digest. A service without an image is left as it is. */
export async function pinProject(project: Project, resolve: ResolveDigest): Promise<Pinned<Project>> {
  const services: [string, Service][] = []
  for (const [name, service] of Object.entries(project.services)) {
    const pin = service.image === undefined ? undefined : await pinImage(service.image, resolve)
    if (pin && 'problem' in pin) return pin
    services.push([name, pin === undefined ? service : { ...service, image: pin.pinned }])
  }
  return { pinned: { ...project, services: Object.fromEntries(services) } }
}

/** The same for a model whose variables are not filled in. */
export async function pinModel(model: JsonObject, resolve: ResolveDigest): Promise<Pinned<JsonObject>> {
  const services: [string, JsonValue][] = []
  for (const [name, service] of Object.entries(objectOf(model.services))) {
    const { image } = objectOf(service)
    const pin = typeof image === 'string' && image !== '' ? await pinImage(image, resolve) : undefined
    if (pin && 'problem' in pin) return pin
    services.push([name, pin === undefined ? service : { ...objectOf(service), image: pin.pinned }])
  }
  return { pinned: { ...model, services: Object.fromEntries(services) } }
}

/** Only what pins images: an override file for the files that the project was loaded from. */
export const onlyImages = (project: Project): Project => ({
  ...project,
  name: '',
  services: mapValues(project.services, ({ name, image }) => ({ name, ...(image && { image }) })),
  networks: {},
  volumes: {},
  extensions: {},
})

/** The same for a model. */
export const onlyImagesOfModel = (model: JsonObject): JsonObject => ({
  services: mapValues(objectOf(model.services), (service): JsonValue => {
    const { image } = objectOf(service)
    return image === undefined ? {} : { image }
  }),
})

const mapValues = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

const objectOf = (value: JsonValue | undefined): JsonObject =>
  // Holds because it is neither a scalar nor a list.
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}

const digestPattern = /@[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/
const namePattern = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^[\w][\w.-]{0,127}$/

/** `nginx` as `docker.io/library/nginx:latest@sha256:…`; with a digest already, the tag goes and nobody is asked. */
async function pinImage(image: string, resolve: ResolveDigest): Promise<Pinned<string>> {
  const digest = digestPattern.exec(image)?.[0] ?? ''
  const named = image.slice(0, image.length - digest.length)
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const tag = hasTag ? named.slice(colon + 1) : 'latest'
  const { registry, repository } = splitName(hasTag ? named.slice(0, colon) : named)
  if (!namePattern.test(repository) || !tagPattern.test(tag)) return { problem: badImage(image) }
  const name = `${registry}/${repository}`
  if (digest !== '') return { pinned: name + digest }
  return { pinned: `${name}:${tag}@${await resolve(`${name}:${tag}`)}` }
}

/** A first part with a dot, a port, capitals or the name localhost is a registry; else it is Docker Hub's. */
function splitName(name: string): { readonly registry: string; readonly repository: string } {
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const isHost = /[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first
  const registry = !isHost || first === 'index.docker.io' ? 'docker.io' : first
  const rest = isHost ? name.slice(slash + 1) : name
  const isOfficial = registry === 'docker.io' && !rest.includes('/')
  return { registry, repository: isOfficial ? `library/${rest}` : rest }
}

const badImage = (image: string): Problem => ({
  code: 'CLI_BAD_IMAGE',
  message: `'${image}' is not the name of an image, so it cannot be pinned`,
  fix: image.includes('$')
    ? 'Leave out --no-interpolate, so that its variables are filled in.'
    : 'Write it as host/name:tag, in lower case.',
})
