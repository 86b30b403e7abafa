import { below, createFindings, type Place } from '../context.ts'
import {
  type Entry,
  entriesOf,
  itemsOf,
  type Mapping,
  mapEntries,
  mapItems,
  mapping,
  mappingOf,
  mapValues,
  type Node,
  nodeAt,
  type Sequence,
  scalar,
  sequence,
  textAt,
  withEntry,
} from '../tree.ts'
import { expandBuild } from './build.ts'
import { expandDependsOn, expandServiceNetworks } from './depends-on.ts'
import { expandExternal } from './external.ts'
import { expandDns, expandEnvFiles, expandToList } from './lists.ts'
import { scalarText, textOf } from './number-text.ts'
import { expandPorts } from './ports.ts'
import { expandVolumes } from './volumes.ts'

type Expand = (node: Node, place: Place) => Node

type Table = Readonly<Record<string, Expand>>

/** Short forms that are made long without knowing what variables hold. Every other attribute stays as it is. */
const serviceTable: Table = {
  build: (node, place) => applyTable(expandBuild(node), buildTable, place),
  configs: (node) => mapItems(node, expandMount),
  depends_on: (node) => mapValues(expandDependsOn(node), completeDependency),
  deploy: (node, place) => applyTable(node, deployTable, place),
  develop: (node, place) => applyTable(node, developTable, place),
  devices: (node) => mapItems(node, expandDevice),
  dns: expandDns,
  env_file: (node) => mapItems(expandEnvFiles(node), completeEnvFile),
  gpus: (node) => mapItems(expandGpus(node), completeDeviceRequest),
  label_file: expandToList,
  models: expandServiceNetworks,
  networks: expandServiceNetworks,
  ports: (node) => mapItems(expandAllPorts(node), completePort),
  secrets: (node) => mapItems(node, (item) => completeSecret(expandMount(item))),
  ulimits: checkUlimits,
  volumes: expandVolumes,
}

const buildTable: Table = {
  additional_contexts: expandPairs,
  provenance: toText,
  sbom: toText,
  secrets: (node) => mapItems(node, expandMount),
  ssh: expandSsh,
}

const deployTable: Table = {
  resources: (node, place) => applyTable(node, { reservations: expandReservations }, place),
}

const developTable: Table = {
  watch: (node, place) =>
    mapItems(node, (rule) => applyTable(rule, { ignore: expandToList, include: expandToList }, place)),
}

/**
 * Makes short forms long where that needs no variable. A list of ports of which one cannot be read stays as
 * it is written.
 */
export function expandWritten(document: Mapping, place: Place): Mapping {
  const fileTable: Table = {
    configs: expandResources,
    secrets: expandResources,
    services: (services, at) =>
      mapValues(services, (service, name) => applyTable(service, serviceTable, below(at, name))),
    networks: expandResources,
    volumes: expandResources,
  }
  return mapEntries(document, (value, key) => fileTable[key]?.(value, below(place, key)) ?? value)
}

const expandResources: Expand = (resources, place) =>
  mapValues(resources, (resource, key) => expandExternal(resource, below(place, key)))

const applyTable = (node: Node, table: Table, place: Place): Node =>
  mapValues(node, (value, key) =>
    Object.hasOwn(table, key) ? table[key]?.(value, below(place, key)) : value,
  )

/** What a short form in a list stands for; undefined when it cannot be read yet. A long form is left alone. */
function expandItem(item: Node, expand: Expand): readonly Node[] | undefined {
  if (item.kind !== 'scalar') return [item]
  const findings = createFindings()
  const expanded = expand(sequence([item], item.origin), { path: [], findings })
  return findings.hasErrors() ? undefined : itemsOf(expanded)
}

function expandAllPorts(node: Node): Node {
  const expanded = itemsOf(node).map((item) => expandItem(item, expandPorts))
  const items = expanded.flatMap((ports) => ports ?? [])
  return node.kind === 'sequence' && !expanded.includes(undefined) ? { ...node, items } : node
}

/** A mapping with what it does not say itself. */
const withDefaults =
  (defaults: Readonly<Record<string, string | boolean>>) =>
  (node: Node): Node => {
    if (node.kind !== 'mapping') return node
    const absent = Object.entries(defaults).filter(([key]) => nodeAt(node, key) === undefined)
    return absent.reduce<Mapping>(
      (filled, [key, value]) => withEntry(filled, key, scalar(value, node.origin)),
      node,
    )
  }

const completeDependency = withDefaults({ condition: 'service_started', required: true })
const completeEnvFile = withDefaults({ required: true })
const completePort = withDefaults({ protocol: 'tcp', mode: 'ingress' })

/** `a` as `{source: a}`. */
const expandMount = (node: Node): Node =>
  node.kind === 'scalar' ? mappingOf({ source: node }, node.origin) : node

const completeSecret = (node: Node): Node =>
  withDefaults({ target: `/run/secrets/${textAt(node, 'source')}` })(node)

function expandDevice(node: Node): Node {
  if (node.kind !== 'scalar') return node
  const [source = '', target, permissions = 'rwm', ...rest] = scalarText(node.value).split(':')
  const parts = rest.length > 0 ? ['', '', 'rwm'] : [source, target || source, permissions]
  const [from, to, rights] = parts.map((part) => scalar(part, node.origin))
  return mappingOf({ source: from, target: to, permissions: rights }, node.origin)
}

function expandGpus(node: Node): Node {
  if (node.kind !== 'scalar' || node.value === null) return node
  return sequence([mappingOf({ count: scalar('all', node.origin) }, node.origin)], node.origin)
}

/** Without a number and without ids, all devices are asked for. */
const completeDeviceRequest = (node: Node): Node =>
  nodeAt(node, 'device_ids') === undefined ? withDefaults({ count: 'all' })(node) : node

const expandReservations: Expand = (node, place) =>
  applyTable(node, { devices: (devices) => mapItems(devices, completeDeviceRequest) }, place)

function toText(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null ? scalar(scalarText(node.value), node.origin) : node
}

/** A limit in a text, with a variable in it or not, is not read as a number here. */
function checkUlimits(node: Node, { path, findings }: Place): Node {
  for (const [name, { value }] of entriesOf(node)) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') continue
    findings.report({
      code: 'COMPOSE_WRONG_TYPE',
      message: `Without its variables filled in, the limit \`${name}\` must be a whole number or a mapping, not the text "${value.value}".`,
      fix: 'Write it as {soft: …, hard: …}.',
      origin: value.origin,
      path: [...path, name],
    })
  }
  return node
}

/** A list of `K=V` as a mapping; one that has a name only leaves the list as it is. */
function expandPairs(node: Node): Node {
  if (node.kind !== 'sequence') return node
  return node.items.every((item) => textOf(item).includes('=')) ? toMapping(node) : node
}

/** A list of `K=V`, or of names alone, as a mapping. */
function expandSsh(node: Node): Node {
  return node.kind === 'sequence' ? toMapping(node) : node
}

function toMapping({ items, origin }: Sequence): Node {
  const entries = items.map((item): [string, Entry] => {
    const text = textOf(item)
    const at = text.indexOf('=')
    const value = at < 0 ? null : text.slice(at + 1)
    return [at < 0 ? text : text.slice(0, at), { key: item.origin, value: scalar(value, item.origin) }]
  })
  return mapping(new Map(entries), origin)
}
