import { below, type Place } from '../context.ts'
import { type Mapping, mapEntries, mapValues, type Node } from '../tree.ts'
import { expandAttestation, expandBuild, expandContexts, expandSsh } from './build.ts'
import { expandCommand } from './command.ts'
import { expandDependsOn, expandServiceNetworks } from './depends-on.ts'
import { expandDeviceRequests, expandDevices, expandGpus } from './devices.ts'
import { expandExternal } from './external.ts'
import { expandExtraHosts } from './extra-hosts.ts'
import { expandFileReferences, expandSecrets } from './file-references.ts'
import { expandHealthcheck } from './healthcheck.ts'
import { expandKeyValues, expandLabels, expandOptions } from './key-values.ts'
import { expandDns, expandEnvFiles, expandTexts, expandToList } from './lists.ts'
import { expandPorts } from './ports.ts'
import { expandVolumes } from './volumes.ts'

/** Turns one attribute into its long form; undefined, and reported, when it cannot be read. */
type Expand = (node: Node, place: Place) => Node | undefined

/** Attributes that have a short form, by where they stand. */
type ExpandTable = Readonly<Record<string, Expand>>

const buildTable: ExpandTable = {
  additional_contexts: expandContexts,
  args: expandKeyValues,
  extra_hosts: expandExtraHosts,
  labels: expandLabels,
  provenance: expandAttestation,
  sbom: expandAttestation,
  secrets: expandFileReferences,
}

const reservationsTable: ExpandTable = { devices: expandDeviceRequests }

const resourcesTable: ExpandTable = {
  reservations: (node, place) => expandFields(node, reservationsTable, place),
}

const deployTable: ExpandTable = {
  labels: expandLabels,
  resources: (node, place) => expandFields(node, resourcesTable, place),
}

const hookTable: ExpandTable = { command: expandCommand, environment: expandKeyValues }

const watchTable: ExpandTable = {
  exec: (node, place) => expandFields(node, hookTable, place),
  ignore: expandToList,
  include: expandToList,
}

const developTable: ExpandTable = { watch: (node, place) => expandItems(node, watchTable, place) }

const mountTable: ExpandTable = {
  volume: (node, place) => expandFields(node, { labels: expandLabels }, place),
}

const endpointTable: ExpandTable = { driver_opts: expandOptions }

const expandHooks: Expand = (node, place) => expandItems(node, hookTable, place)

const serviceTable: ExpandTable = {
  annotations: expandLabels,
  build: (node, place) => expandFields(expandBuild(node), buildTable, place),
  command: expandCommand,
  configs: expandFileReferences,
  depends_on: expandDependsOn,
  deploy: (node, place) => expandFields(node, deployTable, place),
  develop: (node, place) => expandFields(node, developTable, place),
  devices: expandDevices,
  dns: expandDns,
  dns_search: expandToList,
  entrypoint: expandCommand,
  env_file: expandEnvFiles,
  environment: expandKeyValues,
  expose: expandTexts,
  extra_hosts: expandExtraHosts,
  healthcheck: expandHealthcheck,
  label_file: expandToList,
  labels: expandLabels,
  logging: (node, place) => expandFields(node, { options: expandOptions }, place),
  models: expandServiceNetworks,
  networks: (node, place) => expandEach(expandServiceNetworks(node), endpointTable, place),
  ports: expandPorts,
  post_start: expandHooks,
  pre_stop: expandHooks,
  secrets: expandSecrets,
  storage_opt: expandOptions,
  sysctls: expandLabels,
  tmpfs: expandToList,
  volumes: (node, place) => expandItems(expandVolumes(node, place), mountTable, place),
}

const resourceTable: ExpandTable = { driver_opts: expandOptions, labels: expandLabels }

/**
 * Phase 5: short forms become long ones, so that merging and all that follows meet one spelling only.
 * Needs a validated document.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md
 */
export function canonicalize(document: Mapping, place: Place): Mapping {
  const fileTable: ExpandTable = {
    services: (node, at) => expandEach(node, serviceTable, at),
    configs: expandResources,
    networks: expandResources,
    secrets: expandResources,
    volumes: expandResources,
  }
  return expandMapping(document, fileTable, place)
}

/** Forms that documents are merged in as they are written: a list does not go over `gpus: all`, but takes its place. */
const mergedTable: ExpandTable = {
  build: (node, place) => expandFields(node, { ssh: expandSsh }, place),
  gpus: expandGpus,
}

/**
 * Makes the short forms long that had to wait until a document was merged over the ones before it; over a long
 * form that an earlier document ended in, a later one can then no longer be written short.
 */
export const canonicalizeMerged = (document: Mapping, place: Place): Mapping =>
  mapEntries(document, (value, key) =>
    key === 'services' ? expandEach(value, mergedTable, below(place, key)) : value,
  )

const expandResources: Expand = (node, place) => {
  return mapValues(expandEach(node, resourceTable, place), (value, key) =>
    expandExternal(value, below(place, key)),
  )
}

const expandFields = (node: Node, table: ExpandTable, place: Place): Node =>
  node.kind === 'mapping' ? expandMapping(node, table, place) : node

function expandMapping(node: Mapping, table: ExpandTable, place: Place): Mapping {
  return mapEntries(node, (value, key) => {
    const expand = Object.hasOwn(table, key) ? table[key] : undefined
    return expand === undefined ? value : expand(value, below(place, key))
  })
}

function expandEach(node: Node, table: ExpandTable, place: Place): Node {
  return mapValues(node, (value, key) => expandFields(value, table, below(place, key)))
}

function expandItems(node: Node, table: ExpandTable, place: Place): Node {
  if (node.kind !== 'sequence') return node
  return { ...node, items: node.items.map((item, index) => expandFields(item, table, below(place, index))) }
}
