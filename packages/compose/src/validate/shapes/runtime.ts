/** What a service says about its container that is no section of its own: limits, namespaces, names, hooks. */
import * as format from '../formats.ts'
import type { Shape } from '../shape.ts'
import {
  argv,
  boolean,
  int64,
  integer,
  keyValues,
  listOf,
  listOfTexts,
  oneOrMore,
  setOfTexts,
  size,
  text,
  textOf,
  wholeBytes,
} from './basic.ts'
import { ulimits } from './ulimits.ts'

const weight: Shape = {
  scalars: ['integer'],
  acceptsWholeFloats: true,
  alsoAsWritten: 'string',
  format: format.between(0, 65_535),
}

const deviceRates = listOf({ fields: { path: text, rate: wholeBytes }, isClosed: true })

const blkioConfig: Shape = {
  fields: {
    weight,
    weight_device: listOf({ fields: { path: text, weight }, isClosed: true }),
    device_read_bps: deviceRates,
    device_read_iops: deviceRates,
    device_write_bps: deviceRates,
    device_write_iops: deviceRates,
  },
  isClosed: true,
}

const logging: Shape = {
  fields: {
    driver: text,
    options: { entries: { scalars: ['string', 'integer', 'number'], nullable: true } },
  },
}

const hook: Shape = {
  fields: { command: argv, user: text, privileged: boolean, working_dir: text, environment: keyValues },
  required: ['command'],
}

/** @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md */
export const runtime: Readonly<Record<string, Shape>> = {
  annotations: keyValues,
  attach: boolean,
  blkio_config: blkioConfig,
  cgroup: textOf(format.cgroupNamespace),
  cgroup_parent: text,
  cpu_count: { ...integer, format: format.nonNegative },
  cpu_percent: { ...integer, as: 'number', format: format.wholeBetween(0, 100) },
  cpu_period: int64,
  cpu_quota: int64,
  cpu_rt_period: int64,
  cpu_rt_runtime: int64,
  cpu_shares: int64,
  cpus: { scalars: ['integer', 'number', 'string'], as: 'number', format: format.finite },
  cpuset: text,
  device_cgroup_rules: setOfTexts,
  dns: oneOrMore,
  dns_opt: listOfTexts,
  dns_search: oneOrMore,
  domainname: text,
  external_links: setOfTexts,
  group_add: { list: { scalars: ['string', 'integer'] }, isSet: true },
  ipc: text,
  isolation: text,
  links: listOfTexts,
  logging,
  mac_address: text,
  mem_limit: size,
  mem_reservation: wholeBytes,
  mem_swappiness: wholeBytes,
  memswap_limit: size,
  oom_kill_disable: boolean,
  oom_score_adj: { ...integer, format: format.between(-1000, 1000) },
  pid: { ...text, nullable: true },
  pids_limit: int64,
  post_start: listOf(hook),
  pre_stop: listOf(hook),
  pull_refresh_after: text,
  runtime: text,
  security_opt: setOfTexts,
  shm_size: size,
  storage_opt: { entries: { scalars: ['string', 'integer'], nullable: true } },
  sysctls: keyValues,
  ulimits,
  use_api_socket: { scalars: ['boolean'] },
  userns_mode: text,
  uts: text,
  volumes_from: setOfTexts,
}
