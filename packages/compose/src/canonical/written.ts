import { below, createFindings, type Place } from '../context.ts'
import {
  itemsOf,
  type Mapping,
  mapEntries,
  mapItems,
  type Node,
  nodeAt,
  scalar,
  sequence,
  withEntry,
} from '../tree.ts'
import { expandBuild } from './build.ts'
import { expandDependsOn, expandServiceNetworks } from './depends-on.ts'
import { expandExternal } from './external.ts'
import { expandEnvFiles, expandToList } from './lists.ts'
import { expandPorts } from './ports.ts'
import { expandVolumes } from './volumes.ts'

type Expand = (node: Node, place: Place) => Node

/** Short forms that are made long without knowing what variables hold. Every other attribute stays as it is. */
const serviceTable: Readonly<Record<string, Expand>> = {
  build: expandBuild,
  depends_on: (node) => eachEntry(expandDependsOn(node), completeDependency),
  dns: expandToList,
  env_file: (node) => mapItems(expandEnvFiles(node), completeEnvFile),
  networks: expandServiceNetworks,
  ports: (node) => mapItems(expandAllPorts(node), completePort),
  volumes: (node) => mapItems(node, (item) => expandItem(item, expandVolumes)?.[0] ?? item),
}

/**
 * Makes short forms long where that needs no variable. A list of ports of which one cannot be read stays as
 * it is written.
 */
export function expandWritten(document: Mapping, place: Place): Mapping {
  const fileTable: Readonly<Record<string, Expand>> = {
    services: (services) => eachEntry(services, (service) => applyTable(service, serviceTable, place)),
    networks: expandResources,
    volumes: expandResources,
  }
  return mapEntries(document, (value, key) => fileTable[key]?.(value, below(place, key)) ?? value)
}

const expandResources: Expand = (resources, place) =>
  resources.kind === 'mapping'
    ? mapEntries(resources, (resource, key) => expandExternal(resource, below(place, key)))
    : resources

function applyTable(service: Node, table: Readonly<Record<string, Expand>>, place: Place): Node {
  if (service.kind !== 'mapping') return service
  return mapEntries(service, (value, key) => (Object.hasOwn(table, key) ? table[key]?.(value, place) : value))
}

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

const eachEntry = (node: Node, change: (value: Node) => Node): Node =>
  node.kind === 'mapping' ? mapEntries(node, change) : node

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
