import type { PolicyRule } from '@berth/contract'

/** What a rule is given besides what becomes of what it finds. */
export type RuleKind = 'severity' | 'list' | 'paths' | 'pin' | 'limits'

export interface RuleWords {
  readonly label: string
  readonly kind: RuleKind
  /** How what it is given is written, an entry a line. */
  readonly entries?: string
}

/** Every rule as a person sees it, in the order of the form. */
export const ruleWords: Readonly<Record<PolicyRule, RuleWords>> = {
  binds: {
    label: 'Folders of the host',
    kind: 'list',
    entries: 'Folders that may be mounted; $' + '{user} is the name of who deploys',
  },
  protectedPaths: {
    label: 'Folders that are never mounted',
    kind: 'paths',
    entries: 'Nor what is above or below them',
  },
  ports: {
    label: 'Ports of the host',
    kind: 'list',
    entries: 'Ports and ranges that may be taken: 20000-29999',
  },
  images: { label: 'Images', kind: 'list', entries: 'Patterns of full names: docker.io/library/*' },
  imagePins: { label: 'Tags of images', kind: 'pin', entries: 'tag: one other than latest; or digest' },
  requiredLimits: { label: 'Limits', kind: 'limits', entries: 'Those that are needed: memory, cpus, pids' },
  privileged: { label: 'Privileged containers', kind: 'severity' },
  hostNamespaces: { label: 'Network and processes of the host', kind: 'severity' },
  foreignContainers: { label: 'Containers of other projects', kind: 'severity' },
  foreignVolumes: { label: 'Volumes of other projects', kind: 'severity' },
  capabilities: { label: 'Capabilities', kind: 'list', entries: 'Names that may be added: NET_ADMIN' },
  devices: { label: 'Device files', kind: 'list', entries: 'Files and folders: /dev/dri' },
  deviceCgroupRules: { label: 'Rules for device files', kind: 'severity' },
  gpus: { label: 'Graphics cards', kind: 'severity' },
  securityOptions: { label: 'Looser confinement', kind: 'severity' },
  hostSettings: { label: 'Settings of the host', kind: 'severity' },
  sharedPropagation: { label: 'Mounts that the host sees', kind: 'severity' },
  volumeDrivers: { label: 'Drivers of volumes', kind: 'list', entries: 'Drivers and types: nfs' },
  buildEntitlements: { label: 'Builds that may do more', kind: 'severity' },
  falseLabels: { label: 'False labels', kind: 'severity' },
  dataLoss: { label: 'Removing volumes', kind: 'severity' },
}

// Safe: the keys of the table are the rules.
export const ruleNames = Object.keys(ruleWords) as PolicyRule[]
