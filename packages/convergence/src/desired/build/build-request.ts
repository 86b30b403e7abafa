import path from 'node:path/posix'
import type { Build, Project, Service, Ulimit } from '@berth/compose'
import { type BuildImage, type BuildSecret, composeVersion, label } from '@berth/docker-engine'
import { imageOf } from '../image-of.ts'
import { present, sortedEntries } from '../present.ts'
import { readCaches } from './caches.ts'

/**
 * The build of a service in the Engine's terms: the names, labels and settings that Docker Compose gives it. Pure;
 * secrets that variables hold are in there as functions.
 */
export function buildRequest(project: Project, service: Service, build: Build): BuildImage {
  const image = imageOf(project, service)
  const args = sortedEntries(build.args).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  return {
    context: build.context,
    tags: [...new Set([image, ...(build.tags ?? [])])],
    labels: {
      ...build.labels,
      [label.project]: project.name,
      [label.service]: service.name,
      [label.version]: composeVersion,
    },
    ...present({
      dockerfile: build.dockerfile,
      dockerfileInline: build.dockerfile_inline,
      args: args.length > 0 ? Object.fromEntries(args) : undefined,
      target: build.target,
      contexts: contextsOf(build, project),
      noCache: build.no_cache || undefined,
      // With it the registry would be asked for what another service has just built.
      pull: (build.pull && buildsFrom(build) === undefined) || undefined,
      network: build.network,
      extraHosts: filled(build.extra_hosts),
      shmSizeBytes: build.shm_size || undefined,
      ulimits: filled(sortedEntries(build.ulimits).map(([name, limit]) => ulimitText(name, limit))),
      platforms: platformsToRun(service, build),
      secrets: filled((build.secrets ?? []).flatMap((use) => secretOf(use, project))),
      ssh: filled((build.ssh ?? []).map(({ id, path: file }) => ({ id, ...(file && { path: file }) }))),
      // A folder has to be handed over, which a notice says is not done.
      cacheFrom: filled(
        readCaches(build.cache_from, project.workingDir).filter(({ type }) => type !== 'local'),
      ),
      cacheTo: filled(readCaches(build.cache_to, project.workingDir)),
      entitlements: filled(entitlementsOf(build)),
    }),
  }
}

/** What is to be said of how the image was made, and of what is in it; in the words that BuildKit takes. */
export function attestationsOf({ provenance, sbom }: Build): BuildImage['attestations'] {
  const said = Object.entries({ provenance, sbom }).flatMap(([kind, how]) =>
    how === undefined || how === 'false' ? [] : [[kind, how === 'true' ? '' : how]],
  )
  return said.length > 0 ? Object.fromEntries(said) : undefined
}

/** Services whose images a build is made from, sorted. */
export function buildsFrom({ additional_contexts = {} }: Build): readonly string[] | undefined {
  const names = Object.values(additional_contexts).flatMap((place) => serviceOf(place) ?? [])
  return filled([...new Set(names)].sort())
}

const serviceOf = (place: string) => /^service:(.+)$/.exec(place)?.[1]

const filled = <T>(items: readonly T[] | undefined) => (items?.length ? items : undefined)

function contextsOf({ additional_contexts }: Build, project: Project): BuildImage['contexts'] {
  const contexts = sortedEntries(additional_contexts).map(([name, place]) => [
    name,
    contextOf(place, project),
  ])
  return contexts.length > 0 ? Object.fromEntries(contexts) : undefined
}

/** The image that another service builds, by its name; a path behind a scheme, which no loader resolves, as a whole one. */
function contextOf(place: string, { name, workingDir, services }: Project): string {
  const service = serviceOf(place)
  if (service !== undefined) return `docker-image://${services[service]?.image ?? `${name}-${service}`}`
  const layout = /^oci-layout:\/\/(.*)$/.exec(place)?.[1]
  return layout === undefined ? place : `oci-layout://${path.resolve(workingDir, layout)}`
}

function ulimitText(name: string, limit: Ulimit): string {
  return typeof limit === 'object' ? `${name}=${limit.soft}:${limit.hard}` : `${name}=${limit}:${limit}`
}

/** A container needs one: of several that a build names, the builder's own is taken. */
function platformsToRun({ platform }: Service, { platforms = [] }: Build): BuildImage['platforms'] {
  if (platform !== undefined) return [platform]
  return platforms.length === 1 ? platforms : undefined
}

/** By the name of its file in the build. One without a source is told of as a problem of the plan. */
function secretOf(
  { source, target = source }: { readonly source: string; readonly target?: string },
  { secrets }: Project,
): BuildSecret[] {
  const { file, content } = secrets[source] ?? {}
  if (file !== undefined) return [{ id: target, file }]
  return content === undefined ? [] : [{ id: target, read: () => content }]
}

function entitlementsOf({ entitlements = [], privileged = false }: Build): string[] {
  return [...new Set([...entitlements, ...(privileged ? ['security.insecure'] : [])])].sort()
}
