import type { Dependency, Healthcheck, Port, Service, ServiceNetwork, ServiceVolume } from '../project.ts'
import { dumpBuild } from './build.ts'
import { dumpDeploy } from './deploy.ts'
import { dumpDevelop, dumpHook } from './develop.ts'
import { dumpDevice, dumpDeviceRequest } from './devices.ts'
import { dumpFileReference } from './file-objects.ts'
import {
  commandWords,
  type DumpFormat,
  durationText,
  extra,
  floatOf,
  type JsonObject,
  mapRecord,
  omitEmpty,
  pick,
  sizeText,
} from './json.ts'
import { dumpServiceModel } from './models.ts'
import { dumpCredentialSpec, dumpProvider } from './provider.ts'
import { dumpBlkio, dumpLogging } from './runtime.ts'
import { dumpUlimits } from './ulimits.ts'

/**
 * A service as the reference prints and hashes it: keys in its order, durations and sizes as text, with
 * `command` and `entrypoint` always there.
 *
 * Dollar signs are not doubled.
 */
export const serviceToJson = (service: Service): JsonObject => dumpService(service, 'json')

/** The same for either text. */
export function dumpService(service: Service, format: DumpFormat): JsonObject {
  return {
    ...pick({ profiles: nonEmpty(service.profiles) }),
    ...omitEmpty({ annotations: service.annotations }),
    ...pick({
      attach: service.attach,
      build: service.build && dumpBuild(service.build, format),
      develop: service.develop && dumpDevelop(service.develop, format),
      blkio_config: service.blkio_config && dumpBlkio(service.blkio_config, format),
    }),
    ...omitEmpty({
      cap_add: service.cap_add,
      cap_drop: service.cap_drop,
      cgroup_parent: service.cgroup_parent,
      cgroup: service.cgroup,
      cpu_count: service.cpu_count,
      cpu_percent: service.cpu_percent,
      cpu_period: service.cpu_period,
      cpu_quota: service.cpu_quota,
      cpu_rt_period: service.cpu_rt_period,
      cpu_rt_runtime: service.cpu_rt_runtime,
      cpus: floatOf(service.cpus, format),
      cpuset: service.cpuset,
      cpu_shares: service.cpu_shares,
    }),
    ...pick({ command: commandWords(service.command, format) }),
    ...omitEmpty({
      configs: service.configs?.map((config) => dumpFileReference(config, format)),
      container_name: service.container_name,
    }),
    ...pick({
      credential_spec: service.credential_spec && dumpCredentialSpec(service.credential_spec, format),
    }),
    ...omitEmpty({
      depends_on: mapRecord(service.depends_on, (value) => ({
        ...dumpDependency(value),
        ...extra(value, format),
      })),
    }),
    ...pick({ deploy: service.deploy && dumpDeploy(service.deploy, format) }),
    ...omitEmpty({
      device_cgroup_rules: service.device_cgroup_rules,
      devices: service.devices?.map((device) => dumpDevice(device, format)),
      dns: service.dns,
      dns_opt: service.dns_opt,
      dns_search: service.dns_search,
      domainname: service.domainname,
    }),
    ...pick({ entrypoint: commandWords(service.entrypoint, format) }),
    ...pick({ provider: service.provider && dumpProvider(service.provider, format) }),
    ...omitEmpty({
      environment: service.environment,
      expose: service.expose,
      external_links: service.external_links,
      extra_hosts: service.extra_hosts,
      group_add: service.group_add,
      gpus: service.gpus?.map(dumpDeviceRequest),
      hostname: service.hostname,
    }),
    ...pick({
      healthcheck: service.healthcheck && {
        ...dumpHealthcheck(service.healthcheck),
        ...extra(service.healthcheck, format),
      },
    }),
    ...omitEmpty({ image: service.image }),
    ...pick({ init: service.init }),
    ...omitEmpty({
      ipc: service.ipc,
      isolation: service.isolation,
      labels: service.labels,
      links: service.links,
    }),
    ...pick({ logging: service.logging && dumpLogging(service.logging, format) }),
    ...omitEmpty({
      mem_limit: sizeText(service.mem_limit),
      mem_reservation: sizeText(service.mem_reservation),
      memswap_limit: sizeText(service.memswap_limit),
      mem_swappiness: sizeText(service.mem_swappiness),
      mac_address: service.mac_address,
      models: mapRecord(service.models, (model) => dumpServiceModel(model, format)),
      network_mode: service.network_mode,
      networks: mapRecord(service.networks, (value) =>
        value === null ? null : { ...dumpServiceNetwork(value), ...extra(value, format) },
      ),
      oom_kill_disable: service.oom_kill_disable,
      oom_score_adj: service.oom_score_adj,
      pid: service.pid,
      pids_limit: service.pids_limit,
      platform: service.platform,
      ports: service.ports?.map((port) => dumpPort(port, format)),
      privileged: service.privileged,
      pull_policy: service.pull_policy,
      read_only: service.read_only,
      restart: service.restart,
      runtime: service.runtime,
    }),
    ...pick({ scale: service.scale }),
    ...omitEmpty({
      secrets: service.secrets?.map((secret) => dumpFileReference(secret, format)),
      security_opt: service.security_opt,
      shm_size: sizeText(service.shm_size),
      stdin_open: service.stdin_open,
    }),
    ...pick({ stop_grace_period: durationText(service.stop_grace_period) }),
    ...omitEmpty({
      stop_signal: service.stop_signal,
      storage_opt: service.storage_opt,
      sysctls: service.sysctls,
      tmpfs: service.tmpfs,
      tty: service.tty,
      ulimits: dumpUlimits(service.ulimits, format),
      use_api_socket: service.use_api_socket,
      user: service.user,
      userns_mode: service.userns_mode,
      uts: service.uts,
      volumes: service.volumes?.map((volume) => ({
        ...dumpVolume(volume, format),
        ...extra(volume, format),
      })),
      volumes_from: service.volumes_from,
      working_dir: service.working_dir,
      post_start: service.post_start?.map((hook) => dumpHook(hook, format)),
      pre_stop: service.pre_stop?.map((hook) => dumpHook(hook, format)),
    }),
    ...extra(service, format),
  }
}

const nonEmpty = (list: readonly string[] | undefined) => (list && list.length > 0 ? list : undefined)

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

function dumpPort(port: Port, format: DumpFormat): JsonObject {
  const fields = omitEmpty({
    name: port.name,
    mode: port.mode,
    host_ip: port.host_ip,
    target: port.target,
    published: port.published,
    protocol: port.protocol,
    app_protocol: port.app_protocol,
  })
  return port.extensions === undefined ? fields : { ...fields, ...extra(port, format) }
}

function dumpVolume({ bind, volume, tmpfs, image, ...mount }: ServiceVolume, format: DumpFormat): JsonObject {
  return {
    ...omitEmpty({
      type: mount.type,
      source: mount.source,
      target: mount.target,
      read_only: mount.read_only,
      consistency: mount.consistency,
    }),
    ...pick({
      bind: bind && {
        ...omitEmpty({
          selinux: bind.selinux,
          propagation: bind.propagation,
          create_host_path: bind.create_host_path,
          recursive: bind.recursive,
        }),
        ...extra(bind, format),
      },
      volume: volume && {
        ...omitEmpty({ labels: volume.labels, nocopy: volume.nocopy, subpath: volume.subpath }),
        ...extra(volume, format),
      },
      tmpfs: tmpfs && {
        ...omitEmpty({ size: sizeText(tmpfs.size), mode: tmpfs.mode }),
        ...extra(tmpfs, format),
      },
      image: image && { ...omitEmpty({ subpath: image.subpath }), ...extra(image, format) },
    }),
  }
}
