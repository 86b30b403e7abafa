import { isAbsolute, join } from 'node:path'
import type { Build, Project } from '@berth/compose'
import { type DesiredService, toDesiredState } from '@berth/convergence'
import { type BuildChoice, chosenBuilds } from './chosen-builds.ts'

export interface BakeOptions extends BuildChoice {
  /** The images that the files name go to their registries. */
  readonly push: boolean
  /** Proxies that builds are given as arguments. */
  readonly proxies: Readonly<Record<string, string>>
}

/**
 * The builds of a project as `docker buildx bake` takes them, like `docker compose build --print`: those that are
 * asked for, with what they are made from, are targets of the default group. Pure.
 */
export function bakeFile(project: Project, options: BakeOptions): object {
  const builds = toDesiredState(project).services.flatMap((desired) => {
    const service = project.services[desired.name]
    return service?.build === undefined ? [] : [{ desired, build: service.build }]
  })
  const chosen = chosenBuilds(
    builds.map(({ desired }) => desired),
    options,
  )
  return {
    group: { default: { targets: chosen.map(targetName) } },
    target: Object.fromEntries(
      builds
        .filter(({ desired }) => chosen.includes(desired.name))
        .map((each) => [targetName(each.desired.name), target(each, project, options)]),
    ),
  }
}

/** Bake takes no dots in the name of a target. */
const targetName = (service: string) => service.replaceAll('.', '_')

interface Target {
  readonly desired: DesiredService
  readonly build: Build
}

function target({ desired, build }: Target, project: Project, { proxies: given, push }: BakeOptions) {
  // Docker Compose leaves this one to buildx, which knows it too.
  const { ALL_PROXY: _all, ...proxies } = given
  const request = desired.build
  if (request === undefined) return {}
  const { image, attestations = {} } = desired
  // Bake fills in variables itself.
  const plain = (text: string) => text.replaceAll('${', () => '$${')
  return compact({
    context: request.context,
    contexts: mapValues(build.additional_contexts, (place) =>
      place.startsWith('service:') ? `target:${targetName(place.slice('service:'.length))}` : place,
    ),
    dockerfile: request.dockerfileInline === undefined ? dockerfileOf(request) : undefined,
    'dockerfile-inline': request.dockerfileInline && plain(request.dockerfileInline),
    args: mapValues(sorted({ ...proxies, ...request.args }), plain),
    labels: sorted(request.labels),
    tags: [...(build.tags ?? []), image],
    'cache-from': build.cache_from,
    'cache-to': build.cache_to,
    target: build.target,
    secret: (build.secrets ?? []).map((use) => secretText(use, project)),
    ssh: (build.ssh ?? []).map(({ id, path = '' }) => `${id}=${path}`),
    platforms: desired.buildPlatforms ?? request.platforms,
    pull: build.pull || undefined,
    'no-cache': build.no_cache || undefined,
    network: build.network,
    'shm-size': request.shmSizeBytes && String(request.shmSizeBytes),
    ulimits: Object.entries(build.ulimits ?? {}).map(([name, limit]) =>
      typeof limit === 'object' ? `${name}=${limit.soft}:${limit.hard}` : `${name}=${limit}`,
    ),
    entitlements: request.entitlements,
    'extra-hosts': Object.fromEntries((build.extra_hosts ?? []).map(splitHost)),
    output: [outputOf(desired, push)],
    attest: Object.entries(attestations).map(([kind, how]) => `type=${kind}${how ? `,${how}` : ''}`),
  })
}

function outputOf({ buildPlatforms, namesImage }: DesiredService, push: boolean): string {
  if (buildPlatforms !== undefined) return `type=image,push=${push}`
  return push && namesImage ? 'type=registry' : 'type=docker'
}

function dockerfileOf({ context, dockerfile = 'Dockerfile' }: NonNullable<DesiredService['build']>): string {
  return isAbsolute(context) && !isAbsolute(dockerfile) ? join(context, dockerfile) : dockerfile
}

function secretText(
  { source, target: id = source }: NonNullable<Build['secrets']>[number],
  { secrets }: Project,
): string {
  const { file, environment } = secrets[source] ?? {}
  return file === undefined ? `id=${id},type=env,env=${environment}` : `id=${id},type=file,src=${file}`
}

function splitHost(entry: string): [string, string] {
  const at = entry.indexOf('=')
  return [entry.slice(0, at), entry.slice(at + 1)]
}

const sorted = (record: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))

const mapValues = (record: Readonly<Record<string, string>> = {}, change: (text: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))

/** Without what says nothing. */
const compact = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && Object.keys(value ?? {}).length === 0),
    ),
  )
