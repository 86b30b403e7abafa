import type { Ipam, Network, Project, Volume } from '../project.ts'
import { entriesOf, type Mapping, type Node, nodeAt } from '../tree.ts'
import { bindConfig, bindSecret } from './file-objects.ts'
import { bindModel } from './models.ts'
import { compact, readerOf, sortedRecord } from './read.ts'
import { bindService } from './service.ts'

/** What the files themselves do not say. */
export interface ProjectFacts {
  readonly name: string
  readonly workingDir: string
  readonly configFiles: readonly string[]
  readonly envFiles: readonly string[]
  readonly isActive: (service: string) => boolean
  /** Where configs and secrets may take their content from. */
  readonly environment: Readonly<Record<string, string>>
}

/** Phase 18: the model's tree as typed data. */
export function bindProject(document: Mapping, { isActive, environment, ...facts }: ProjectFacts): Project {
  const services = nodeAt(document, 'services')
  const { DOCKER_DEFAULT_PLATFORM: defaultPlatform } = environment
  const only = (isWanted: (name: string) => boolean) =>
    sortedRecord(withEntries(services, isWanted), bindService)
  return {
    ...facts,
    ...(defaultPlatform && { defaultPlatform }),
    services: only(isActive),
    disabledServices: only((name) => !isActive(name)),
    networks: sortedRecord(nodeAt(document, 'networks'), bindNetwork),
    volumes: sortedRecord(nodeAt(document, 'volumes'), bindVolume),
    configs: sortedRecord(nodeAt(document, 'configs'), bindConfig(environment)),
    secrets: sortedRecord(nodeAt(document, 'secrets'), bindSecret(environment)),
    models: sortedRecord(nodeAt(document, 'models'), bindModel),
    extensions: readerOf(document).extensions() ?? {},
  }
}

function withEntries(node: Node | undefined, isWanted: (name: string) => boolean): Node | undefined {
  if (node?.kind !== 'mapping') return node
  return { ...node, entries: new Map(entriesOf(node).filter(([name]) => isWanted(name))) }
}

function bindNetwork(node: Node): Network {
  const read = readerOf(node)
  return compact<Network>({
    name: read.text('name') ?? '',
    driver: read.text('driver'),
    driver_opts: read.textMap('driver_opts'),
    ipam: saysIpam(nodeAt(node, 'ipam')) ? read.object('ipam', bindIpam) : undefined,
    external: read.boolean('external'),
    internal: read.boolean('internal'),
    attachable: read.boolean('attachable'),
    enable_ipv4: read.boolean('enable_ipv4'),
    enable_ipv6: read.boolean('enable_ipv6'),
    labels: read.textMap('labels'),
    extensions: read.extensions(),
  })
}

type Pool = NonNullable<Ipam['config']>[number]

/** Options alone are accepted, and mean nothing. */
const saysIpam = (ipam: Node | undefined): boolean =>
  ipam?.kind === 'mapping' && [...ipam.entries.keys()].join() !== 'options'

function bindIpam(node: Node): Ipam {
  const read = readerOf(node)
  return compact<Ipam>({ driver: read.text('driver'), config: read.items('config', bindPool) })
}

function bindPool(node: Node): Pool {
  const read = readerOf(node)
  return compact<Pool>({
    subnet: read.text('subnet'),
    gateway: read.text('gateway'),
    ip_range: read.text('ip_range'),
    aux_addresses: read.textMap('aux_addresses'),
  })
}

function bindVolume(node: Node): Volume {
  const read = readerOf(node)
  return compact<Volume>({
    name: read.text('name') ?? '',
    driver: read.text('driver'),
    driver_opts: read.textMap('driver_opts'),
    external: read.boolean('external'),
    labels: read.textMap('labels'),
    extensions: read.extensions(),
  })
}
