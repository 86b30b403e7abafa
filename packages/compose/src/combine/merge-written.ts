import { expandDependsOn, expandServiceNetworks } from '../canonical/depends-on.ts'
import { scalarText, textOf } from '../canonical/number-text.ts'
import { below, compareText, type Place } from '../context.ts'
import { describeNode, dotted } from '../describe.ts'
import {
  type Entry,
  entriesOf,
  isNull,
  type Mapping,
  mappingOf,
  type Node,
  scalar,
  sequence,
  textAt,
} from '../tree.ts'
import { mergePools } from './merge.ts'
import { matchPattern, patternTable } from './pattern.ts'
import { textlessLists } from './texts-as-lists.ts'

/** Brings the forms in which an attribute may be written to the one in which two of them can be joined. */
type Unify = (node: Node) => Node

const unifiers = patternTable<Unify>([
  ...[
    ...textlessLists,
    'services.*.dns',
    'services.*.dns_search',
    'services.*.env_file',
    'services.*.label_file',
    'services.*.tmpfs',
  ].map((pattern): [string, Unify] => [pattern, toSequence]),
  ['services.*.build', toBuild],
  ['services.*.depends_on', expandDependsOn],
  ['services.*.models', expandServiceNetworks],
  ['services.*.networks', expandServiceNetworks],
])

type Join = (base: Node, over: Node, place: Place) => Node

const joins = patternTable<Join>([
  ['networks.*.ipam.config', mergePools],
  ['services.*.build.extra_hosts', joinDistinct],
  ['services.*.command', (_base, over) => over],
  ['services.*.entrypoint', (_base, over) => over],
  ['services.*.extra_hosts', joinDistinct],
  ['services.*.healthcheck.test', (_base, over) => over],
  ['services.*.logging', joinLogging],
  ['services.*.ulimits.*', (_base, over) => over],
])

/**
 * Puts a document whose short forms were not made long over what the files before it said: the rules are
 * those of a merge of long forms, and what can be written as a list of `K=V` or as a mapping becomes a list.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
export const mergeWritten = (base: Mapping, over: Mapping, place: Place): Mapping =>
  mergeMappings(base, over, place)

function mergeMappings(base: Mapping, over: Mapping, place: Place): Mapping {
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const earlier = entries.get(key)
    entries.set(key, earlier === undefined ? entry : mergeEntries(earlier, entry, below(place, key)))
  }
  return { ...base, entries }
}

function mergeEntries(base: Entry, over: Entry, place: Place): Entry {
  const value = mergeNodes(base.value, over.value, place)
  return { key: value === over.value ? over.key : base.key, value }
}

function mergeNodes(written: Node, writtenOver: Node, place: Place): Node {
  const unify = matchPattern(unifiers, place.path)
  const base = unify?.(written) ?? written
  const over = unify?.(writtenOver) ?? writtenOver
  const join = matchPattern(joins, place.path)
  if (join !== undefined) return join(base, over, place)
  if (isNull(over)) return base
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, place)
  if (base.kind === 'sequence' && over.kind === 'sequence')
    return { ...base, items: [...base.items, ...over.items] }
  if (base.kind === 'scalar') return over
  place.findings.report({
    code: 'COMPOSE_WRONG_TYPE',
    message: `\`${dotted(place.path)}\` is ${describeNode(over)} here, but ${describeNode(base)} in an earlier file.`,
    fix: 'Use the same form in both files, or replace the earlier value with !override.',
    origin: over.origin,
    path: place.path,
  })
  return base
}

/** A mapping as a sorted list of `K=V`, where a key without a value is the key alone; a text as a list of one. */
function toSequence(node: Node): Node {
  if (node.kind === 'scalar') return isNull(node) ? node : sequence([node], node.origin)
  if (node.kind === 'sequence') return node
  const items = entriesOf(node).flatMap(([key, { value }]) =>
    value.kind === 'sequence' ? value.items.map((item) => pair(key, item)) : [pair(key, value)],
  )
  return sequence(
    items.toSorted((a, b) => compareText(a.value, b.value)),
    node.origin,
  )
}

function pair(key: string, value: Node) {
  const text = value.kind === 'scalar' && !isNull(value) ? `${key}=${scalarText(value.value)}` : key
  return { ...scalar(text, value.origin), value: text }
}

function toBuild(node: Node): Node {
  return node.kind === 'scalar' && !isNull(node) ? mappingOf({ context: node }, node.origin) : node
}

/** What the later file says again is left out. */
function joinDistinct(base: Node, over: Node): Node {
  if (base.kind !== 'sequence' || over.kind !== 'sequence') return isNull(over) ? base : over
  const known = new Set(base.items.map(textOf))
  return { ...base, items: [...base.items, ...over.items.filter((item) => !known.has(textOf(item)))] }
}

/** Options belong to a driver: another driver does not take them over. */
function joinLogging(base: Node, over: Node, place: Place): Node {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return isNull(over) ? base : over
  const drivers = [textAt(base, 'driver'), textAt(over, 'driver')]
  const isOther = !drivers.includes(undefined) && drivers[0] !== drivers[1]
  return isOther ? over : mergeMappings(base, over, place)
}
