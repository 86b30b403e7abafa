import { formatDuration } from '../canonical/duration.ts'
import type {
  Build,
  Dependency,
  Healthcheck,
  Port,
  Service,
  ServiceNetwork,
  ServiceVolume,
} from '../project.ts'
import { extensionsJson, type JsonObject, type JsonValue, omitEmpty } from './json.ts'

/** Which of the two texts of `docker compose config` is meant: JSON has no nested `x-*`, YAML no null commands. */
export type DumpFormat = 'json' | 'yaml'

/**
 * A service as the reference prints and hashes it: keys in its order, durations and sizes as text, with
 * `command` and `entrypoint` always there.
 *
 * Dollar signs are not doubled.
 */
export const serviceToJson = (service: Service): JsonObject => dumpService(service, 'json')

/** The same for either text. */
export function dumpService(service: Service, format: DumpFormat): JsonObject {
  const extra = (value: { readonly extensions?: Readonly<Record<string, unknown>> } | null) =>
    format === 'yaml' ? extensionsJson(value?.extensions) : {}
  const words = (list: readonly string[] | undefined) => list ?? (format === 'json' ? null : undefined)
  return {
    ...pick({ profiles: nonEmpty(service.profiles) }),
    ...pick({ build: service.build && { ...dumpBuild(service.build), ...extra(service.build) } }),
    ...omitEmpty({ cap_add: service.cap_add, cap_drop: service.cap_drop }),
    ...pick({ command: words(service.command) }),
    ...omitEmpty({ container_name: service.container_name }),
    ...omitEmpty({
      depends_on: mapRecord(service.depends_on, (value) => ({ ...dumpDependency(value), ...extra(value) })),
    }),
    ...pick({ entrypoint: words(service.entrypoint) }),
    ...omitEmpty({
      environment: service.environment,
      expose: service.expose,
      extra_hosts: service.extra_hosts,
      hostname: service.hostname,
    }),
    ...pick({
      healthcheck: service.healthcheck && {
        ...dumpHealthcheck(service.healthcheck),
        ...extra(service.healthcheck),
      },
    }),
    ...omitEmpty({ image: service.image }),
    ...pick({ init: service.init }),
    ...omitEmpty({
      labels: service.labels,
      network_mode: service.network_mode,
      networks: mapRecord(service.networks, (value) =>
        value === null ? null : { ...dumpServiceNetwork(value), ...extra(value) },
      ),
      platform: service.platform,
      ports: service.ports?.map((port) => ({ ...dumpPort(port), ...extra(port) })),
      privileged: service.privileged,
      pull_policy: service.pull_policy,
      read_only: service.read_only,
      restart: service.restart,
    }),
    ...pick({ scale: service.scale }),
    ...omitEmpty({ stdin_open: service.stdin_open }),
    ...pick({ stop_grace_period: durationText(service.stop_grace_period) }),
    ...omitEmpty({
      stop_signal: service.stop_signal,
      tmpfs: service.tmpfs,
      tty: service.tty,
      user: service.user,
      volumes: service.volumes?.map((volume) => ({ ...dumpVolume(volume), ...extra(volume) })),
      working_dir: service.working_dir,
    }),
    ...extra(service),
  }
}

/** What is defined, in the order given; unlike `omitEmpty` it keeps what is empty but was said. */
function pick(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, JsonValue] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

const nonEmpty = (list: readonly string[] | undefined) => (list && list.length > 0 ? list : undefined)

const durationText = (nanoseconds: number | undefined) =>
  nanoseconds === undefined ? undefined : formatDuration(nanoseconds)

function mapRecord<T>(record: Readonly<Record<string, T>> | undefined, change: (value: T) => JsonValue) {
  if (record === undefined) return undefined
  return Object.fromEntries(
    Object.entries(record).map(([key, value]): [string, JsonValue] => [key, change(value)]),
  )
}

const dumpBuild = (build: Build): JsonObject =>
  omitEmpty({
    context: build.context,
    dockerfile: build.dockerfile,
    dockerfile_inline: build.dockerfile_inline,
    args: build.args,
    labels: build.labels,
    no_cache: build.no_cache,
    pull: build.pull,
    network: build.network,
    target: build.target,
    tags: build.tags,
  })

const dumpDependency = ({ condition, restart, required }: Dependency): JsonObject => ({
  condition,
  ...omitEmpty({ restart }),
  required,
})

const dumpHealthcheck = (check: Healthcheck): JsonObject => ({
  ...omitEmpty({ test: check.test }),
  ...pick({
    timeout: durationText(check.timeout),
    interval: durationText(check.interval),
    retries: check.retries,
    start_period: durationText(check.start_period),
    start_interval: durationText(check.start_interval),
  }),
  ...omitEmpty({ disable: check.disable }),
})

const dumpServiceNetwork = (network: ServiceNetwork): JsonObject =>
  omitEmpty({
    aliases: network.aliases,
    driver_opts: network.driver_opts,
    gw_priority: network.gw_priority,
    interface_name: network.interface_name,
    ipv4_address: network.ipv4_address,
    ipv6_address: network.ipv6_address,
    link_local_ips: network.link_local_ips,
    mac_address: network.mac_address,
    priority: network.priority,
  })

const dumpPort = ({ extensions: _, ...port }: Port): JsonObject =>
  omitEmpty({
    name: port.name,
    mode: port.mode,
    host_ip: port.host_ip,
    target: port.target,
    published: port.published,
    protocol: port.protocol,
    app_protocol: port.app_protocol,
  })

function dumpVolume({ bind, volume, tmpfs, ...mount }: ServiceVolume): JsonObject {
  return {
    ...omitEmpty({
      type: mount.type,
      source: mount.source,
      target: mount.target,
      read_only: mount.read_only,
      consistency: mount.consistency,
    }),
    ...pick({
      bind:
        bind &&
        omitEmpty({
          selinux: bind.selinux,
          propagation: bind.propagation,
          create_host_path: bind.create_host_path,
          recursive: bind.recursive,
        }),
      volume: volume && omitEmpty({ labels: volume.labels, nocopy: volume.nocopy, subpath: volume.subpath }),
      tmpfs:
        tmpfs &&
        omitEmpty({ size: tmpfs.size === undefined ? undefined : String(tmpfs.size), mode: tmpfs.mode }),
    }),
  }
}
