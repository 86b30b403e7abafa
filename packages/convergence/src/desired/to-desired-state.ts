import type { Project, Service } from '@berth/compose'
import { withApiSocket } from './api-socket.ts'
import { attestationsOf, buildRequest, buildsFrom } from './build/build-request.ts'
import { containerBody, wholeSeconds } from './container-spec/container-body.ts'
import { injectedFiles } from './container-spec/injected-files.ts'
import { onDefaultPlatform } from './default-platform.ts'
import type { DesiredDependency, DesiredService, DesiredState, HashParts } from './desired-state.ts'
import { serviceConfigHash, sharedConfigHash, sharedHashParts } from './hash/config-hash.ts'
import { hooksOf } from './hooks.ts'
import { imageOf } from './image-of.ts'
import { asOneOff, type OneOff } from './one-off.ts'
import { present, sortedEntries } from './present.ts'
import { pullPolicy } from './pull-policy.ts'
import { desiredNetworks, desiredVolumes } from './resources.ts'
import { sharesOf } from './sharing.ts'
import { startOrder } from './start-order.ts'
import { unappliedAttributes } from './unapplied/unapplied.ts'

/**
 * What a project asks for, in the exact bodies that the Engine will be sent.
 *
 * Pure and deterministic: the order of keys in the project does not matter. Names, labels and hashes are
 * those of Docker Compose, so that either tool can manage what the other made.
 *
 * @param oneOff Of its service no replicas are wanted but this one container, and the others are left alone.
 */
export function toDesiredState(project: Project, oneOff?: OneOff): DesiredState {
  return {
    project: project.name,
    workingDir: project.workingDir,
    services: startOrder(project.services).flatMap((name) => {
      const service = project.services[name]
      return service === undefined
        ? []
        : [desiredService(project, service, oneOff?.service === name ? oneOff : undefined)]
    }),
    networks: desiredNetworks(project),
    volumes: desiredVolumes(project),
    disabledServices: Object.keys(project.disabledServices).sort(),
  }
}

function desiredService(project: Project, said: Service, oneOff: OneOff | undefined): DesiredService {
  const usual = onDefaultPlatform(withApiSocket(said), project.defaultPlatform)
  const service = oneOff === undefined ? usual : asOneOff(project, usual, oneOff)
  const image = imageOf(project, service)
  const hashParts = sharedHashParts(service)
  // What shares has none before it is known with which containers.
  const configHash = sharedConfigHash(hashParts, () => undefined) ?? serviceConfigHash(service)
  return {
    name: service.name,
    replicas: service.scale ?? service.deploy?.replicas ?? 1,
    configHash,
    image,
    ...pullPolicy(service),
    dependsOn: dependencies(project, service),
    networks: service.network_mode === undefined ? Object.keys(service.networks ?? {}).sort() : [],
    volumes: namedVolumes(service),
    anonymousVolumes: anonymousVolumes(service),
    imageMounts: imageMounts(service),
    hasHealthcheck: hasHealthcheck(service),
    unapplied: unappliedAttributes(project, said),
    links: service.links ?? [],
    files: injectedFiles(project, service),
    // As with Docker Compose, they are not for commands that are run once.
    hooks: oneOff === undefined ? hooksOf(service) : { post_start: [], pre_stop: [] },
    ...(oneOff && { isOneOff: true as const }),
    ...present({
      platform: service.platform ?? project.defaultPlatform,
      saysPull: service.pull_policy === undefined ? undefined : true,
      namesImage: service.image === undefined ? undefined : true,
      build: service.build && buildRequest(project, service, service.build),
      buildPlatforms: several(service.build?.platforms),
      attestations: service.build && attestationsOf(service.build),
      sharing: sharing(service, hashParts),
      buildsFrom: service.build && buildsFrom(service.build),
      stopGraceSeconds: wholeSeconds(service.stop_grace_period),
    }),
    containers: remembered((replica) => {
      const name = service.container_name ?? `${project.name}-${service.name}-${replica}`
      return { name, body: containerBody(project, service, { name, image, replica, configHash, oneOff }) }
    }),
  }
}

const several = (platforms: readonly string[] = []) => (platforms.length > 1 ? platforms : undefined)

/** Planning asks for the same replica many times. */
function remembered<T>(make: (replica: number) => T): (replica: number) => T {
  const made = new Map<number, T>()
  return (replica) => {
    const value = made.get(replica) ?? make(replica)
    made.set(replica, value)
    return value
  }
}

function sharing(service: Service, hashParts: HashParts): DesiredService['sharing'] {
  const shares = sharesOf(service)
  return shares.length === 0 ? undefined : { shares, hashParts }
}

function dependencies(project: Project, service: Service): DesiredDependency[] {
  return sortedEntries(service.depends_on)
    .filter(([name]) => project.services[name] !== undefined)
    .map(([name, dependency]) => ({
      service: name,
      condition: dependency.condition,
      required: dependency.required,
      restart: dependency.restart ?? false,
    }))
}

function namedVolumes(service: Service): string[] {
  const sources = (service.volumes ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source !== undefined ? [source] : [],
  )
  return [...new Set(sources)].sort()
}

function anonymousVolumes(service: Service): string[] {
  return (service.volumes ?? [])
    .filter(({ type, source }) => type === 'volume' && source === undefined)
    .map(({ target }) => target)
    .sort()
}

function imageMounts(service: Service): string[] {
  const sources = (service.volumes ?? []).flatMap(({ type, source }) =>
    type === 'image' && source !== undefined ? [source] : [],
  )
  return [...new Set(sources)].sort()
}

/** The image may bring one even when the file has none; the container tells then. */
function hasHealthcheck({ healthcheck }: Service): boolean {
  if (healthcheck === undefined || healthcheck.disable) return false
  return healthcheck.test !== undefined && healthcheck.test[0] !== 'NONE'
}
