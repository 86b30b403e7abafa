import { below, type Place } from '../context.ts'
import { describeNode, dotted } from '../describe.ts'
import { type Entry, isNull, type Mapping, type Node, nodeAt, type Sequence, textAt } from '../tree.ts'
import { matchPattern, patternTable } from './pattern.ts'

/** How a later file's value meets an earlier one's. Anything not listed here follows the general rule. */
type MergeRule = (base: Node, over: Node, place: Place) => Node

const rules = patternTable<MergeRule>([
  ['services.*.command', replace],
  ['services.*.entrypoint', replace],
  ['services.*.healthcheck.test', replace],
  ['services.*.environment.*', replace],
  ['services.*.build.args.*', replace],
  ['services.*.logging', mergeLogging],
  ['services.*.ulimits.*', replace],
  ['networks.*.ipam.config', mergePools],
])

/**
 * Phase 8: puts a document over what the files before it said. Mappings are joined key by key, lists are
 * appended, scalars are replaced, and an empty value leaves things as they were.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
function mergeNodes(base: Node, over: Node, place: Place): Node {
  const rule = matchPattern(rules, place.path)
  if (rule !== undefined) return rule(base, over, place)
  if (isNull(over)) return base
  if (base.kind === 'mapping' && over.kind === 'mapping') return mergeMappings(base, over, place)
  if (base.kind === 'sequence' && over.kind === 'sequence') return append(base, over)
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

/** Merges two documents. */
export const mergeDocuments = (base: Mapping, over: Mapping, place: Place): Mapping =>
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

const append = (base: Sequence, over: Sequence): Sequence => ({
  ...base,
  items: [...base.items, ...over.items],
})

function replace(_base: Node, over: Node): Node {
  return over
}

/** Options belong to a driver: another driver does not take them over. */
function mergeLogging(base: Node, over: Node, place: Place): Node {
  if (base.kind !== 'mapping' || over.kind !== 'mapping') return isNull(over) ? base : over
  const drivers = [textAt(base, 'driver'), textAt(over, 'driver')]
  const isOther = !drivers.includes(undefined) && drivers[0] !== drivers[1]
  return isOther ? over : mergeMappings(base, over, place)
}

/** Address pools are joined by subnet; a pool with a new subnet is added. */
export function mergePools(base: Node, over: Node, place: Place): Node {
  if (base.kind !== 'sequence' || over.kind !== 'sequence') return isNull(over) ? base : over
  const items = [...base.items]
  const places = new Map(items.map((item, index) => [subnetOf(item), index]))
  for (const pool of over.items) {
    const subnet = subnetOf(pool)
    const at = subnet === undefined ? undefined : places.get(subnet)
    const earlier = at === undefined ? undefined : items[at]
    if (at === undefined || earlier === undefined) places.set(subnet, items.push(pool) - 1)
    else items[at] = mergeNodes(earlier, pool, below(place, at))
  }
  return { ...base, items }
}

function subnetOf(pool: Node): string | undefined {
  const subnet = nodeAt(pool, 'subnet')
  return subnet?.kind === 'scalar' ? String(subnet.value) : undefined
}
