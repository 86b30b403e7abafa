import { below, type Place } from '../context.ts'
import { describeNode, dotted } from '../describe.ts'
import {
  type Entry,
  entriesOf,
  type Mapping,
  type Node,
  type Path,
  type Scalar,
  type Sequence,
} from '../tree.ts'
import { castText } from './cast.ts'
import { describeShape, type ScalarType, type Shape } from './shape.ts'
import { suggest } from './suggest.ts'

/**
 * Phase 4: compares a document with the table of attributes and casts texts to the types it names.
 *
 * What does not fit is reported and left out, so that later phases meet well-typed values only and still
 * find what else is wrong. Empty values stay: in an override file they mean "as before".
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/03-compose-file.md
 */
export function validate(node: Node, shape: Shape, place: Place): Node | undefined {
  switch (node.kind) {
    case 'scalar':
      return validateScalar(node, shape, place)
    case 'sequence':
      return validateSequence(node, shape, place)
    case 'mapping':
      return validateMapping(node, shape, place)
  }
}

function validateScalar(node: Scalar, shape: Shape, place: Place): Scalar | undefined {
  const { value } = node
  if (value === null) return node
  const type = typeOf(value)
  const isInteger = type === 'integer' && shape.scalars?.includes('number')
  if (!shape.scalars?.includes(type) && !isInteger) return reportType(node, shape, place)
  const cast = type === 'string' && shape.as ? castText(node, shape, place) : node
  if (cast === undefined || shape.format === undefined) return cast
  const wanted = shape.format(String(cast.value), typeOf(cast.value ?? ''))
  if (wanted === undefined) return cast
  place.findings.report({
    code: 'COMPOSE_INVALID_VALUE',
    message: `\`${dotted(place.path)}\` must be ${wanted}, not \`${value}\`.`,
    origin: node.origin,
    path: place.path,
  })
  return undefined
}

function typeOf(value: Exclude<Scalar['value'], null>): ScalarType {
  if (typeof value === 'bigint') return 'integer'
  return typeof value as 'string' | 'number' | 'boolean'
}

function validateSequence(node: Sequence, shape: Shape, sequencePlace: Place): Node | undefined {
  const { list } = shape
  if (list === undefined) return reportType(node, shape, sequencePlace)
  const items = node.items.flatMap((item, index) => {
    const place = below(sequencePlace, index)
    if (item.kind === 'scalar' && item.value === null && !list.nullable) {
      reportType(item, list, place)
      return []
    }
    return validate(item, list, place) ?? []
  })
  if (shape.isSet) reportDuplicates(items, sequencePlace)
  return { ...node, items }
}

/** Says which items stand twice in a list that is a set. */
export function reportDuplicates(items: readonly Node[], { path, findings }: Place): void {
  const seen = new Set<unknown>()
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'scalar') continue
    if (seen.has(item.value)) {
      findings.report({
        code: 'COMPOSE_DUPLICATE_ITEM',
        message: `\`${dotted(path)}\` lists \`${item.value}\` twice.`,
        origin: item.origin,
        path: [...path, index],
      })
    }
    seen.add(item.value)
  }
}

function validateMapping(node: Mapping, shape: Shape, place: Place): Node | undefined {
  if (shape.fields) return validateFields(node, { ...shape, fields: shape.fields }, place)
  if (shape.entries) return validateEntries(node, { ...shape, entries: shape.entries }, place)
  return reportType(node, shape, place)
}

type Fields = NonNullable<Shape['fields']>

function validateFields(
  node: Mapping,
  { fields, isClosed }: Shape & { readonly fields: Fields },
  parent: Place,
): Mapping {
  const kept = new Map<string, Entry>()
  for (const [key, entry] of entriesOf(node)) {
    const place = below(parent, key)
    if (key.startsWith('x-') && !isClosed) {
      kept.set(key, entry)
      continue
    }
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    const value = field === undefined ? undefined : validate(entry.value, field, place)
    if (value !== undefined) kept.set(key, { key: entry.key, value })
    else if (field === undefined) reportUnknown(key, entry, { ...place, fields })
  }
  return { ...node, entries: kept }
}

function reportUnknown(key: string, { key: origin }: Entry, at: Place & { readonly fields: Fields }) {
  const meant = at.findings.isFull() ? undefined : suggest(key, Object.keys(at.fields))
  at.findings.report({
    code: 'COMPOSE_UNKNOWN_KEY',
    message: `\`${key}\` is not an attribute ${nameOf(at.path.slice(0, -1))}.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
    ...(meant && { fix: `Write \`${meant}\`.` }),
    origin,
    path: at.path,
  })
}

const namedSections = ['services', 'networks', 'volumes', 'configs', 'secrets', 'models']

/** What a path is, in words: `of service web`, `of the file`. */
function nameOf(path: Path): string {
  if (path.length === 0) return 'of a compose file'
  const [section, name] = path
  const isNamed = path.length === 2 && namedSections.includes(String(section))
  return isNamed ? `of ${String(section).slice(0, -1)} ${name}` : `of ${dotted(path)}`
}

const namePattern = /^[a-zA-Z0-9._-]+$/

function validateEntries(
  node: Mapping,
  { entries, names }: Shape & { readonly entries: Shape },
  parent: Place,
): Mapping {
  const kept = new Map<string, Entry>()
  for (const [key, entry] of entriesOf(node)) {
    const place = below(parent, key)
    if (names !== undefined && !namePattern.test(key)) {
      place.findings.report({
        code: 'COMPOSE_INVALID_NAME',
        message: `"${key}" cannot be the name of a ${names}.`,
        origin: entry.key,
        path: place.path,
      })
      continue
    }
    const value = validate(entry.value, entries, place)
    if (value !== undefined) kept.set(key, { key: entry.key, value })
  }
  return { ...node, entries: kept }
}

function reportType(node: Node, shape: Shape, { path, findings }: Place): undefined {
  const wanted = describeShape(shape)
  const fix = fixFor(node, shape)
  findings.report({
    code: 'COMPOSE_WRONG_TYPE',
    message: `${path.length === 0 ? 'A compose file' : `\`${dotted(path)}\``} must be ${wanted}, not ${describeNode(node)}.`,
    ...(fix && { fix }),
    origin: node.origin,
    path,
  })
}

function fixFor(node: Node, { scalars, list }: Shape): string | undefined {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  if (scalars?.includes('string')) return `Put it in quotes: "${node.value}".`
  return list ? `Write it as a list: ["${node.value}"].` : undefined
}
