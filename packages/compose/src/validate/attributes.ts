/**
 * Every attribute of the Compose Specification: what may stand where. This is the one place that lists them.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
import * as format from './formats.ts'
import type { FormatCheck, Shape } from './shape.ts'

const text: Shape = { scalars: ['string'] }
const integer: Shape = { scalars: ['integer', 'string'], as: 'integer' }
const number: Shape = { scalars: ['integer', 'number', 'string'], as: 'integer' }
const boolean: Shape = { scalars: ['boolean', 'string'], as: 'boolean' }
const later: Shape = { later: true }

const textOf = (check: FormatCheck): Shape => ({ scalars: ['string'], format: check })
const listOf = (item: Shape): Shape => ({ list: item })
const listOfTexts = listOf(text)
const oneOrMore: Shape = { scalars: ['string'], list: text }
const argv: Shape = { scalars: ['string'], list: text, nullable: true }
const plainValue: Shape = { scalars: ['string', 'integer', 'number', 'boolean'], nullable: true }
const keyValues: Shape = { entries: plainValue, list: text }
const driverOptions: Shape = { entries: { scalars: ['string', 'integer', 'number'] } }

const allLater = (...names: readonly string[]): Record<string, Shape> =>
  Object.fromEntries(names.map((name) => [name, later]))

const build: Shape = {
  scalars: ['string'],
  fields: {
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    args: keyValues,
    labels: keyValues,
    target: text,
    no_cache: boolean,
    pull: boolean,
    network: text,
    tags: listOfTexts,
    ...allLater('additional_contexts', 'cache_from', 'cache_to', 'entitlements', 'extra_hosts', 'isolation'),
    ...allLater('no_cache_filter', 'platforms', 'privileged', 'provenance', 'sbom', 'secrets', 'shm_size'),
    ...allLater('ssh', 'ulimits'),
  },
}

const envFile: Shape = {
  scalars: ['string'],
  fields: { path: text, required: boolean, format: textOf(format.envFileFormat) },
  required: ['path'],
}

const port: Shape = {
  scalars: ['integer', 'string'],
  fields: {
    name: text,
    mode: text,
    host_ip: textOf(format.ipAddress),
    target: integer,
    published: { scalars: ['string', 'integer'], format: format.publishedPort },
    protocol: textOf(format.portProtocol),
    app_protocol: text,
  },
  required: ['target'],
}

const serviceVolume: Shape = {
  scalars: ['string'],
  fields: {
    type: textOf(format.mountType),
    source: text,
    target: text,
    read_only: boolean,
    consistency: text,
    bind: {
      fields: {
        selinux: textOf(format.selinuxMode),
        propagation: text,
        create_host_path: boolean,
        recursive: textOf(format.bindRecursion),
      },
    },
    volume: { fields: { nocopy: boolean, subpath: text, labels: keyValues } },
    tmpfs: {
      fields: { size: { scalars: ['integer', 'string'], format: format.bytes }, mode: integer },
    },
    image: later,
  },
  required: ['type', 'target'],
}

const serviceNetwork: Shape = {
  nullable: true,
  fields: {
    aliases: listOfTexts,
    interface_name: text,
    ipv4_address: text,
    ipv6_address: text,
    link_local_ips: listOfTexts,
    mac_address: text,
    driver_opts: driverOptions,
    priority: number,
    gw_priority: number,
  },
}

const dependency: Shape = {
  fields: { condition: textOf(format.dependencyCondition), restart: boolean, required: boolean },
  required: ['condition'],
}

const healthcheck: Shape = {
  fields: {
    test: oneOrMore,
    interval: textOf(format.duration),
    timeout: textOf(format.duration),
    retries: number,
    start_period: textOf(format.duration),
    start_interval: textOf(format.duration),
    disable: boolean,
  },
}

const service: Shape = {
  fields: {
    build,
    cap_add: listOfTexts,
    cap_drop: listOfTexts,
    command: argv,
    container_name: textOf(format.containerName),
    depends_on: { list: text, isSet: true, entries: dependency },
    entrypoint: argv,
    env_file: { scalars: ['string'], list: envFile },
    environment: keyValues,
    expose: listOf({ scalars: ['string', 'integer'] }),
    extra_hosts: { entries: oneOrMore, list: text },
    healthcheck,
    hostname: text,
    image: text,
    init: boolean,
    labels: keyValues,
    network_mode: text,
    networks: { list: text, isSet: true, entries: serviceNetwork },
    platform: text,
    ports: listOf(port),
    privileged: boolean,
    profiles: listOfTexts,
    pull_policy: textOf(format.pullPolicy),
    read_only: boolean,
    restart: textOf(format.restartPolicy),
    scale: { ...integer, format: format.nonNegative },
    stdin_open: boolean,
    stop_grace_period: textOf(format.duration),
    stop_signal: text,
    tmpfs: oneOrMore,
    tty: boolean,
    user: text,
    volumes: listOf(serviceVolume),
    working_dir: text,
    ...allLater('annotations', 'attach', 'blkio_config', 'cgroup', 'cgroup_parent', 'configs', 'cpu_count'),
    ...allLater('cpu_percent', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares'),
    ...allLater('cpus', 'cpuset', 'credential_spec', 'deploy', 'develop', 'device_cgroup_rules', 'devices'),
    ...allLater('dns', 'dns_opt', 'dns_search', 'domainname', 'extends', 'external_links', 'gpus'),
    ...allLater('group_add', 'ipc', 'isolation', 'label_file', 'links', 'logging', 'mac_address'),
    ...allLater('mem_limit', 'mem_reservation', 'mem_swappiness', 'memswap_limit', 'models'),
    ...allLater('oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'post_start', 'pre_start'),
    ...allLater('pre_stop', 'provider', 'pull_refresh_after', 'runtime', 'secrets', 'security_opt'),
    ...allLater('shm_size', 'storage_opt', 'sysctls', 'ulimits', 'use_api_socket', 'userns_mode', 'uts'),
    ...allLater('volumes_from'),
  },
}

const external: Shape = { ...boolean, fields: { name: text } }

const ipam: Shape = {
  fields: {
    driver: text,
    config: listOf({
      fields: { subnet: text, gateway: text, ip_range: text, aux_addresses: { entries: text } },
    }),
    options: later,
  },
}

const network: Shape = {
  nullable: true,
  fields: {
    name: text,
    driver: text,
    driver_opts: driverOptions,
    ipam,
    external,
    internal: boolean,
    attachable: boolean,
    enable_ipv4: boolean,
    enable_ipv6: boolean,
    labels: keyValues,
  },
}

const volume: Shape = {
  nullable: true,
  fields: { name: text, driver: text, driver_opts: driverOptions, external, labels: keyValues },
}

/** The whole file. */
export const composeFile: Shape = {
  fields: {
    version: text,
    name: text,
    services: { entries: service, names: 'service' },
    networks: { entries: network, names: 'network' },
    volumes: { entries: volume, names: 'volume' },
    ...allLater('configs', 'include', 'models', 'secrets'),
  },
}
