import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import {
  argv,
  boolean,
  driverOptions,
  hosts,
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
import { runtime } from './runtime.ts'

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
    target: { ...integer, format: format.nonNegative },
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
      fields: {
        size: { scalars: ['integer', 'string'], format: format.bytes },
        mode: { scalars: ['integer', 'number'], format: format.between(0, 4_294_967_295) },
      },
    },
    image: { fields: { subpath: text } },
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
    priority: { scalars: ['number'], format: format.int64Number },
    gw_priority: { scalars: ['number'], format: format.int64Number },
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
    retries: { ...number, format: format.uint64Number },
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
    extra_hosts: hosts,
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
    ...runtime,
  },
}
