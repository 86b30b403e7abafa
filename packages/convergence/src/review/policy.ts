/** What a rule says of something in a plan. */
export type Verdict = 'allowed' | 'needs-confirmation' | 'denied'

/**
 * What plans may do on a host. Judged are the exact bodies that the Engine would be sent, so there is no second
 * way to write something that a rule forbids. Paths are absolute and without links; a folder stands for all below it.
 */
export interface Policy {
  /** Everything that the host may. */
  readonly privileged: Verdict
  /** The host's own network, processes, users and so on, in a container or in a build. */
  readonly hostNamespaces: Verdict
  /** The network, processes or memory of a container of another project. */
  readonly foreignContainers: Verdict
  /** Volumes that the Engine has for another project. */
  readonly foreignVolumes: Verdict
  /** Beyond the Engine's usual ones: names without `CAP_`. */
  readonly capabilities: Listed<string>
  /** Device files of the host: folders and files. */
  readonly devices: Listed<string>
  /** Rules for device files, which open them whatever their path. */
  readonly deviceCgroupRules: Verdict
  /** Devices that a driver hands out: graphics cards and the like. */
  readonly gpus: Verdict
  /** What loosens the confinement of a container: `seccomp=unconfined` and the like. */
  readonly securityOptions: Verdict
  /** Kernel settings, control groups of the host, other runtimes, groups of the host, the kernel's last resort. */
  readonly hostSettings: Verdict
  /** Folders and files of the host that may be mounted, or built from. */
  readonly binds: Listed<string>
  /** Mounts that change what others on the host see. */
  readonly sharedPropagation: Verdict
  /** Volumes that are not folders of the Engine: network shares, disks, plugins. */
  readonly volumeDrivers: Listed<string>
  /** Never mounted, nor what is below or above them, whatever else is allowed. */
  readonly protectedPaths: readonly string[]
  /** Host ports. */
  readonly ports: Listed<PortRange>
  /** Patterns of image names in full, `docker.io/library/*`; `*` stands for anything. */
  readonly images: Listed<string>
  /** What names of images have to have, to mean the same one tomorrow: a tag other than `latest`, or a digest. */
  readonly imagePins: {
    readonly required: 'nothing' | 'tag' | 'digest'
    readonly missing: Exclude<Verdict, 'allowed'>
  }
  /** Limits that every container has to have. */
  readonly requiredLimits: {
    readonly limits: readonly ('memory' | 'cpus' | 'pids')[]
    readonly missing: Exclude<Verdict, 'allowed'>
  }
  /** Labels that pretend to be Compose's for another project or service. */
  readonly falseLabels: Verdict
  /** Builds that may do more than others: `security.insecure`, `network.host`. */
  readonly buildEntitlements: Verdict
  /** What is gone for good. */
  readonly dataLoss: Verdict
}

/** What is on the list is allowed; `others`: what becomes of the rest. */
export interface Listed<T> {
  readonly allowed: readonly T[]
  readonly others: Verdict
}

export interface PortRange {
  readonly first: number
  readonly last: number
}

/**
 * Sockets and state of the Engine, and folders whose contents run the host. The caller adds the socket and the data
 * folder that this Engine really has.
 */
export const usualProtectedPaths: readonly string[] = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/containerd',
  '/var/lib/docker',
  '/var/run',
]

/** For hosts that several people share: a container may only what cannot harm the others. */
export const strictPolicy: Policy = {
  privileged: 'denied',
  hostNamespaces: 'denied',
  foreignContainers: 'denied',
  foreignVolumes: 'denied',
  capabilities: { allowed: ['NET_BIND_SERVICE'], others: 'denied' },
  devices: { allowed: [], others: 'denied' },
  deviceCgroupRules: 'denied',
  gpus: 'denied',
  securityOptions: 'denied',
  hostSettings: 'denied',
  binds: { allowed: [], others: 'denied' },
  sharedPropagation: 'denied',
  volumeDrivers: { allowed: [], others: 'denied' },
  protectedPaths: usualProtectedPaths,
  ports: { allowed: [{ first: 1024, last: 65535 }], others: 'denied' },
  images: { allowed: ['*'], others: 'denied' },
  imagePins: { required: 'nothing', missing: 'denied' },
  requiredLimits: { limits: [], missing: 'denied' },
  falseLabels: 'denied',
  buildEntitlements: 'denied',
  dataLoss: 'needs-confirmation',
}

/** For a host of one's own: everything, but what destroys data is asked for. */
export const openPolicy: Policy = {
  privileged: 'allowed',
  hostNamespaces: 'allowed',
  foreignContainers: 'allowed',
  foreignVolumes: 'allowed',
  capabilities: { allowed: [], others: 'allowed' },
  devices: { allowed: [], others: 'allowed' },
  deviceCgroupRules: 'allowed',
  gpus: 'allowed',
  securityOptions: 'allowed',
  hostSettings: 'allowed',
  binds: { allowed: [], others: 'allowed' },
  sharedPropagation: 'allowed',
  volumeDrivers: { allowed: [], others: 'allowed' },
  protectedPaths: [],
  ports: { allowed: [], others: 'allowed' },
  images: { allowed: ['*'], others: 'allowed' },
  imagePins: { required: 'nothing', missing: 'needs-confirmation' },
  requiredLimits: { limits: [], missing: 'needs-confirmation' },
  falseLabels: 'denied',
  buildEntitlements: 'allowed',
  dataLoss: 'needs-confirmation',
}
