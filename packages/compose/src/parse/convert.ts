import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
  Scalar as YamlScalar,
} from 'yaml'
import type { Findings } from '../context.ts'
import { type Origin, rangeOf, type Source } from '../source.ts'
import { type Entry, type MergeTag, mapping, type Node, type Path, scalar, sequence } from '../tree.ts'
import { limits } from './limits.ts'
import { mergedSize, mergeKeyEntries } from './merge-key.ts'
import { looksLikeDate, readPlainScalar } from './plain-scalar.ts'

/** Aliases resolved so far, and how big each tree is when written out. */
interface Conversion {
  readonly source: Source
  readonly findings: Findings
  /** An anchor being converted is `open`: an alias to it would be a cycle. */
  readonly anchors: Map<string, Node | 'open'>
  readonly sizes: WeakMap<Node, number>
  /** What the node limit was exceeded by, once it was. */
  exhausted: boolean
}

/** Turns a parsed document into our tree; undefined when the document is empty or beyond the limits. */
export function convertDocument(
  document: Document.Parsed,
  source: Source,
  findings: Findings,
): Node | undefined {
  if (document.contents === null || !findings.spend(0)) return undefined
  const conversion: Conversion = {
    source,
    findings,
    anchors: new Map(),
    sizes: new WeakMap(),
    exhausted: false,
  }
  const node = convertNode(document.contents, [], conversion)
  spend(sizeOf(node, conversion), node.origin, conversion)
  if (conversion.exhausted) return undefined
  const isEmpty = node.kind === 'scalar' && node.value === null
  return isEmpty ? undefined : node
}

function convertNode(node: ParsedNode, path: Path, conversion: Conversion): Node {
  const origin = originOf(node, conversion)
  if (conversion.exhausted) return scalar(null, origin)
  if (isAlias(node)) return followAlias(node.source, { origin, path }, conversion)
  const { anchor } = node
  if (anchor !== undefined) conversion.anchors.set(anchor, 'open')
  const converted = withTag(convertContent(node, path, conversion), node.tag)
  conversion.sizes.set(converted, sizeOf(converted, conversion))
  if (anchor !== undefined) conversion.anchors.set(anchor, converted)
  return converted
}

function convertContent(node: ParsedNode, path: Path, conversion: Conversion): Node {
  const origin = originOf(node, conversion)
  if (isMap(node)) return mapping(convertPairs(node, path, conversion), origin)
  if (isSeq(node)) return sequence(convertItems(node, path, conversion), origin)
  return isScalar(node) ? convertScalar(node, origin, conversion) : scalar(null, origin)
}

function followAlias(
  name: string,
  { origin, path }: { origin: Origin; path: Path },
  { anchors, findings }: Conversion,
): Node {
  const target = anchors.get(name)
  if (target !== undefined && target !== 'open') return target
  findings.report({
    code: 'COMPOSE_YAML_INVALID',
    message:
      target === 'open' ? `The alias *${name} stands inside its own anchor.` : `No anchor &${name} is above.`,
    fix:
      target === 'open' ? 'Remove the alias.' : `Write &${name} on the value that is meant, above this line.`,
    origin,
    path,
  })
  return scalar(null, origin)
}

function convertScalar(node: YamlScalar, origin: Origin, { findings }: Conversion): Node {
  const text = String(node.value ?? '')
  const isPlain = node.type === YamlScalar.PLAIN
  if (node.tag?.endsWith(':str') || (!isPlain && !isNumericTag(node.tag))) return scalar(text, origin)
  if (looksLikeDate(text)) {
    findings.report({
      code: 'COMPOSE_DATE_AS_TEXT',
      message: `\`${text}\` is read as text. Docker Compose refuses it, as YAML has dates.`,
      origin,
    })
  }
  return scalar(readPlainScalar(text), origin)
}

const isNumericTag = (tag: string | undefined) => /:(int|float|bool|null)$/.test(tag ?? '')

function convertItems(node: YAMLSeq, path: Path, conversion: Conversion): Node[] {
  return node.items.map((item, index) => convertNode(item as ParsedNode, [...path, index], conversion))
}

function convertPairs(node: YAMLMap, path: Path, conversion: Conversion): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  const merged: Node[] = []
  for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
    const origin = originOf(pair.key, conversion)
    const key = readKey(pair.key, path, conversion)
    if (key === undefined) continue
    const value = pair.value ? convertNode(pair.value, [...path, key], conversion) : scalar(null, origin)
    if (key === '<<' && isPlainScalar(pair.key)) merged.push(value)
    else
      addEntry(entries, { name: key, entry: { key: origin, value: placed(value, origin) }, path }, conversion)
  }
  addMerged(entries, merged, conversion)
  return entries
}

/** What merge keys bring stands behind a mapping's own entries, which win. */
function addMerged(entries: Map<string, Entry>, merged: readonly Node[], conversion: Conversion) {
  for (const value of merged) {
    if (!spend(mergedSize(value), value.origin, conversion)) return
    for (const [name, entry] of mergeKeyEntries(value, conversion.findings)) {
      if (!entries.has(name)) entries.set(name, entry)
    }
  }
}

/** An empty value has no text of its own to point at: its key stands in. */
const placed = (value: Node, origin: Origin): Node =>
  value.origin.end > value.origin.start ? value : { ...value, origin }

function addEntry(
  entries: Map<string, Entry>,
  { name, entry, path }: { name: string; entry: Entry; path: Path },
  { findings }: Conversion,
) {
  const first = entries.get(name)
  if (first === undefined) {
    entries.set(name, entry)
    return
  }
  findings.report({
    code: 'COMPOSE_DUPLICATE_KEY',
    message: `The key \`${name}\` is already defined at line ${rangeOf(first.key).line}.`,
    origin: entry.key,
    path: [...path, name],
  })
}

function readKey(node: ParsedNode | null, path: Path, conversion: Conversion): string | undefined {
  const origin = originOf(node, conversion)
  const key = node === null ? scalar(null, origin) : convertNode(node, path, conversion)
  if (key.kind === 'scalar' && typeof key.value === 'string') return key.value
  if (conversion.exhausted) return undefined
  const shown =
    key.kind === 'scalar' ? `\`${key.value}\` is ${articleFor(key.value)}` : 'A key is a collection'
  const place = path.length === 0 ? 'at top level' : `in ${path.join('.')}`
  conversion.findings.report({
    code: 'COMPOSE_KEY_NOT_STRING',
    message: `${shown}, but keys must be text (${place}).`,
    origin,
    path,
  })
  return undefined
}

const articleFor = (value: unknown) =>
  value === null ? 'an empty key' : typeof value === 'boolean' ? 'a boolean' : 'a number'

const isPlainScalar = (node: unknown) => isScalar(node) && node.type === YamlScalar.PLAIN

function originOf(node: ParsedNode | null, { source }: Conversion): Origin {
  const [start, end] = node?.range ?? [0, 0]
  return { source, start, end }
}

function withTag(node: Node, tag: string | undefined): Node {
  const name = tag?.replace(/^!/, '')
  return name === 'reset' || name === 'override' ? { ...node, tag: name satisfies MergeTag } : node
}

function sizeOf(node: Node, conversion: Conversion): number {
  let size = 1
  const add = (child: Node) => {
    size += conversion.sizes.get(child) ?? 1
  }
  if (node.kind === 'sequence') node.items.forEach(add)
  if (node.kind === 'mapping') for (const { value } of node.entries.values()) add(value)
  if (size > limits.values) spend(size, node.origin, conversion)
  return size
}

/** Notes that so many values are written out; false, once and for all, when they are too many. */
function spend(values: number, origin: Origin, conversion: Conversion): boolean {
  if (conversion.exhausted) return false
  if (conversion.findings.spend(values)) return true
  conversion.exhausted = true
  conversion.findings.report({
    code: 'COMPOSE_TOO_LARGE',
    message: `The aliases and merge keys here expand to more than ${limits.values} values.`,
    origin,
  })
  return false
}
