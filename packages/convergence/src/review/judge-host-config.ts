import type { ContainerBody, HostConfig } from '@berth/docker-engine'
import type { Judging, Objection } from './finding.ts'
import { judgeBinds, judgeMounts } from './judge-mounts.ts'
import { isWithin, normal } from './judge-paths.ts'
import { judgePorts } from './judge-ports.ts'
import type { Policy } from './policy.ts'

type Judge<T> = (value: T, judging: Judging) => Objection[]

/** What is a matter of the container alone. */
const harmless: Judge<unknown> = () => []

/**
 * A judge for every field that Berth can send: one that is added without a decision here does not compile.
 *
 * @see https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container/operation/ContainerCreate
 */
const judges: { readonly [K in keyof Required<HostConfig>]: Judge<NonNullable<HostConfig[K]>> } = {
  Privileged: (value, { policy }) =>
    value
      ? [objection('privileged', policy, 'Privileged', 'The container may do everything that the host may.')]
      : [],
  Binds: judgeBinds,
  Mounts: judgeMounts,
  NetworkMode: namespace('NetworkMode', 'network', 'network_mode'),
  PidMode: namespace('PidMode', 'processes', 'pid'),
  IpcMode: namespace('IpcMode', 'shared memory', 'ipc'),
  UTSMode: namespace('UTSMode', 'host name', 'uts'),
  UsernsMode: namespace('UsernsMode', 'users', 'userns_mode'),
  CgroupnsMode: namespace('CgroupnsMode', 'control groups', 'cgroup'),
  CapAdd: judgeCapabilities,
  CapDrop: harmless,
  SecurityOpt: judgeSecurityOptions,
  Devices: judgeDevices,
  DeviceCgroupRules: (rules, { policy }) =>
    rules.map((rule) =>
      objection(
        'deviceCgroupRules',
        policy,
        'DeviceCgroupRules',
        `The rule ${rule} opens device files of the host.`,
        'device_cgroup_rules',
      ),
    ),
  DeviceRequests: (requests, { policy }) =>
    requests.map(({ Driver }) =>
      objection(
        'gpus',
        policy,
        'DeviceRequests',
        `The container gets devices${Driver ? ` of ${Driver}` : ''}.`,
        'gpus',
      ),
    ),
  PortBindings: judgePorts,
  Sysctls: (sysctls, { policy }) =>
    Object.keys(sysctls).map((name) =>
      objection('hostSettings', policy, 'Sysctls', `The kernel setting ${name} is changed.`, 'sysctls'),
    ),
  CgroupParent: (parent, { policy }) =>
    parent === ''
      ? []
      : [
          objection(
            'hostSettings',
            policy,
            'CgroupParent',
            `It runs in the control group ${parent}, whose limits are not its own.`,
            'cgroup_parent',
          ),
        ],
  Runtime: (runtime, { policy }) =>
    runtime === '' || runtime === 'runc' || runtime === 'io.containerd.runc.v2'
      ? []
      : [objection('hostSettings', policy, 'Runtime', `It is run by ${runtime}.`, 'runtime')],
  GroupAdd: (groups, { policy }) =>
    groups.map((group) =>
      objection(
        'hostSettings',
        policy,
        'GroupAdd',
        `It belongs to the group ${group}, which may mean something on the host.`,
        'group_add',
      ),
    ),
  OomKillDisable: (value, { policy }) =>
    value
      ? [
          objection(
            'hostSettings',
            policy,
            'OomKillDisable',
            'It is not ended when memory runs out.',
            'oom_kill_disable',
          ),
        ]
      : [],
  OomScoreAdj: (value, { policy }) =>
    value < 0
      ? [
          objection(
            'hostSettings',
            policy,
            'OomScoreAdj',
            'Others are ended before it when memory runs out.',
            'oom_score_adj',
          ),
        ]
      : [],
  CpuRealtimePeriod: realtime('CpuRealtimePeriod', 'cpu_rt_period'),
  CpuRealtimeRuntime: realtime('CpuRealtimeRuntime', 'cpu_rt_runtime'),
  // A service of the project stands there until its container is known.
  VolumesFrom: (sources, judging) =>
    sources.flatMap((source) => foreign(source.split(':')[0] ?? '', 'the volumes', 'VolumesFrom', judging)),
  Links: (links, judging) =>
    links.flatMap((link) => foreign(link.split(':')[0] ?? '', 'a name and the variables', 'Links', judging)),
  MaskedPaths: openPaths('MaskedPaths'),
  ReadonlyPaths: openPaths('ReadonlyPaths'),
  Isolation: harmless,
  LogConfig: ({ Type = '' }, { policy }) =>
    ['', 'json-file', 'local', 'none'].includes(Type)
      ? []
      : [objection('hostSettings', policy, 'LogConfig', `Its output goes to ${Type}.`, 'logging')],
  StorageOpt: harmless,
  Annotations: (annotations, { policy }) =>
    Object.keys(annotations).map((name) =>
      objection('hostSettings', policy, 'Annotations', `The runtime is told ${name}.`, 'annotations'),
    ),
  BlkioDeviceReadBps: harmless,
  BlkioDeviceReadIOps: harmless,
  BlkioDeviceWriteBps: harmless,
  BlkioDeviceWriteIOps: harmless,
  BlkioWeight: harmless,
  BlkioWeightDevice: harmless,
  AutoRemove: harmless,
  CpuCount: harmless,
  CpuPercent: harmless,
  CpuPeriod: harmless,
  CpuQuota: harmless,
  CpuShares: harmless,
  CpusetCpus: harmless,
  Dns: harmless,
  DnsOptions: harmless,
  DnsSearch: harmless,
  ExtraHosts: harmless,
  Init: harmless,
  Memory: harmless,
  MemoryReservation: harmless,
  MemorySwap: harmless,
  MemorySwappiness: harmless,
  NanoCpus: harmless,
  PidsLimit: harmless,
  ReadonlyRootfs: harmless,
  RestartPolicy: harmless,
  ShmSize: harmless,
  Tmpfs: harmless,
  Ulimits: harmless,
}

/** Judges every field of a container's `HostConfig`; one that nobody knows is denied. */
export function judgeHostConfig(host: HostConfig, judging: Judging): Objection[] {
  return Object.entries(host).flatMap(([field, value]): Objection[] => {
    if (value === undefined || value === null) return []
    if (!isKnown(field)) {
      return [
        {
          rule: 'hostSettings',
          verdict: 'denied',
          field: `HostConfig.${field}`,
          attribute: [],
          message: `Nobody has decided what ${field} may be.`,
        },
      ]
    }
    // Safe: the judge is that of the very field whose value it gets.
    return (judges[field] as Judge<unknown>)(value, judging)
  })
}

const isKnown = (field: string): field is keyof typeof judges => Object.hasOwn(judges, field)

type PlainRule = { [K in keyof Policy]: Policy[K] extends string ? K : never }[keyof Policy]

function objection(
  rule: PlainRule,
  policy: Policy,
  field: string,
  message: string,
  attribute = rule as string,
): Objection {
  return { rule, verdict: policy[rule], field: `HostConfig.${field}`, message, attribute: [attribute] }
}

/** `host`, and `container:…` of somebody else. */
function namespace(field: string, what: string, attribute: string): Judge<string> {
  return (mode, { policy, isOwnContainer }) => {
    const word = mode.trim().toLowerCase()
    if (word === 'host') {
      return [objection('hostNamespaces', policy, field, `It has the ${what} of the host.`, attribute)]
    }
    const other = /^container:(.*)$/i.exec(mode.trim())?.[1]
    if (other === undefined || isOwnContainer(other)) return []
    return [
      objection(
        'foreignContainers',
        policy,
        field,
        `It shares the ${what} of container ${other}, which is not of this project.`,
        attribute,
      ),
    ]
  }
}

/** `service` is the word before a service of the project, which no container is called. */
function foreign(
  container: string,
  what: string,
  field: 'VolumesFrom' | 'Links',
  { policy, isOwnContainer }: Judging,
): Objection[] {
  if (container === 'service' || isOwnContainer(container)) return []
  const attribute = field === 'Links' ? 'external_links' : 'volumes_from'
  const message = `It gets ${what} of container ${container}, which is not of this project.`
  return [objection('foreignContainers', policy, field, message, attribute)]
}

/** The Engine's own list stands where none is sent. */
function openPaths(field: string): Judge<readonly string[]> {
  return (_paths, { policy }) => [
    objection('securityOptions', policy, field, 'Paths of the kernel are open to it.', 'security_opt'),
  ]
}

function realtime(field: string, attribute: string): Judge<number> {
  return (value, { policy }) =>
    value > 0
      ? [objection('hostSettings', policy, field, 'It is given time before everything else.', attribute)]
      : []
}

/** What the Engine gives every container anyway. */
const usualCapabilities = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

function judgeCapabilities(names: readonly string[], { policy }: Judging): Objection[] {
  const allowed = new Set(policy.capabilities.allowed)
  return names
    .map((name) => name.trim().toUpperCase().replace(/^CAP_/, ''))
    .filter((name) => !usualCapabilities.has(name) && !allowed.has(name))
    .map((name) => ({
      rule: 'capabilities',
      verdict: policy.capabilities.others,
      field: 'HostConfig.CapAdd',
      attribute: ['cap_add'],
      message: `It gets the capability ${name}.`,
    }))
}

function judgeSecurityOptions(options: readonly string[], { policy }: Judging): Objection[] {
  return options
    .filter((option) => !/^no-new-privileges([:=]true)?$/i.test(option.trim()))
    .map((option) =>
      objection(
        'securityOptions',
        policy,
        'SecurityOpt',
        `Its confinement is changed by ${option.split(/[=:]/)[0]}.`,
        'security_opt',
      ),
    )
}

function judgeDevices(
  devices: NonNullable<HostConfig['Devices']>,
  { policy, realPath }: Judging,
): Objection[] {
  return devices
    .filter(({ PathOnHost }) => {
      const real = realPath(PathOnHost)
      return real === undefined || !policy.devices.allowed.some((one) => isWithin(normal(real), normal(one)))
    })
    .map(({ PathOnHost }) => ({
      rule: 'devices',
      verdict: policy.devices.others,
      field: 'HostConfig.Devices',
      attribute: ['devices'],
      message: `It gets the device ${PathOnHost}.`,
    }))
}

/** Limits that the policy asks for and the container does not have. */
export function judgeLimits({ HostConfig: host }: ContainerBody, { policy }: Judging): Objection[] {
  const has = {
    memory: (host.Memory ?? 0) > 0,
    cpus: (host.NanoCpus ?? 0) > 0 || (host.CpuQuota ?? 0) > 0,
    pids: (host.PidsLimit ?? 0) > 0,
  }
  const fields = { memory: 'Memory', cpus: 'NanoCpus', pids: 'PidsLimit' } as const
  const attributes = { memory: 'mem_limit', cpus: 'cpus', pids: 'pids_limit' } as const
  return policy.requiredLimits.limits
    .filter((limit) => !has[limit])
    .map((limit) => ({
      rule: 'requiredLimits',
      verdict: policy.requiredLimits.missing,
      field: `HostConfig.${fields[limit]}`,
      attribute: [attributes[limit]],
      message: `It has no limit of ${limit}.`,
    }))
}
