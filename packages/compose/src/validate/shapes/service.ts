import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import {
  allLater,
  argv,
  boolean,
  driverOptions,
  integer,
  keyValues,
  listOf,
  listOfTexts,
  number,
  oneOrMore,
  text,
  textOf,
} from './basic.ts'
import { build } from './build.ts'
import { deploy } from './deploy.ts'
import { develop } from './develop.ts'
import { devices, gpus } from './devices.ts'
import { fileReference } from './file-objects.ts'
import { serviceModels } from './models.ts'
import { provider } from './provider.ts'

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
    ...allLater('image'),
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

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md */
export const service: Shape = {
  fields: {
    build,
    cap_add: listOfTexts,
    cap_drop: listOfTexts,
    command: argv,
    configs: listOf(fileReference),
    container_name: textOf(format.containerName),
    credential_spec: { fields: { config: text, file: text, registry: text } },
    depends_on: { list: text, isSet: true, entries: dependency },
    deploy,
    develop,
    devices,
    entrypoint: argv,
    env_file: { scalars: ['string'], list: envFile },
    environment: keyValues,
    expose: listOf({ scalars: ['string', 'integer'] }),
    extends: { scalars: ['string'], fields: { service: text, file: text } },
    extra_hosts: { entries: oneOrMore, list: text },
    gpus,
    healthcheck,
    hostname: text,
    image: text,
    init: boolean,
    label_file: oneOrMore,
    labels: keyValues,
    models: serviceModels,
    network_mode: text,
    networks: { list: text, isSet: true, entries: serviceNetwork },
    platform: text,
    ports: listOf(port),
    privileged: boolean,
    profiles: listOfTexts,
    provider,
    pull_policy: textOf(format.pullPolicy),
    read_only: boolean,
    restart: textOf(format.restartPolicy),
    scale: { ...integer, format: format.nonNegative },
    secrets: listOf(fileReference),
    stdin_open: boolean,
    stop_grace_period: textOf(format.duration),
    stop_signal: text,
    tmpfs: oneOrMore,
    tty: boolean,
    user: text,
    volumes: listOf(serviceVolume),
    working_dir: text,
    ...allLater('annotations', 'attach', 'blkio_config', 'cgroup', 'cgroup_parent', 'cpu_count'),
    ...allLater('cpu_percent', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares'),
    ...allLater('cpus', 'cpuset', 'device_cgroup_rules', 'dns', 'dns_opt', 'dns_search', 'domainname'),
    ...allLater('external_links', 'group_add', 'ipc', 'isolation', 'links'),
    ...allLater('logging', 'mac_address', 'mem_limit', 'mem_reservation', 'mem_swappiness'),
    ...allLater('memswap_limit', 'oom_kill_disable', 'oom_score_adj', 'pid', 'pids_limit', 'post_start'),
    ...allLater('pre_start', 'pre_stop', 'pull_refresh_after', 'runtime', 'security_opt', 'shm_size'),
    ...allLater('storage_opt', 'sysctls', 'ulimits', 'use_api_socket', 'userns_mode', 'uts'),
    ...allLater('volumes_from'),
  },
}
