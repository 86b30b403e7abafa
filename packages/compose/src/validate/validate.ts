import { below, type Place } from '../context.ts'
import { describeNode, dotted } from '../describe.ts'
import type { Origin } from '../source.ts'
import {
  type Mapping,
  mapEntries,
  type Node,
  nodeAt,
  type Path,
  type Scalar,
  type Sequence,
} from '../tree.ts'
import { castText } from './cast.ts'
import { duration } from './formats.ts'
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

function validateScalar(written: Scalar, shape: Shape, place: Place): Scalar | undefined {
  const node = written.isDate ? readDateAsText(written, place) : written
  const { value } = node
  if (value === null) return node
  const type = typeOf(value)
  if (!accepts(shape, value, type)) return reportType(node, shape, place)
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

/** A text to us, and to everybody who forgot the quotes. */
function readDateAsText({ isDate: _, ...node }: Scalar, { path, findings }: Place): Scalar {
  findings.report({
    code: 'COMPOSE_DATE_AS_TEXT',
    message: `\`${node.value}\` is read as text. Docker Compose refuses it, as YAML has dates.`,
    origin: node.origin,
    path,
  })
  return node
}

/** A whole number is a number. */
function accepts(shape: Shape, value: Scalar['value'], type: ScalarType): boolean {
  const { scalars = [], acceptsWholeFloats = false } = shape
  if (scalars.includes(type)) return true
  return type === 'integer' ? scalars.includes('number') : acceptsWholeFloats && Number.isInteger(value)
}

/** Whether nothing can be said of a value: so it is with most scalars, and no place is made up for them. */
function isFine(node: Node, shape: Shape): boolean {
  if (node.kind !== 'scalar' || node.isDate || node.value === null) return false
  if (shape.as !== undefined || shape.format !== undefined) return false
  return shape.scalars?.includes(typeOf(node.value)) === true
}

function typeOf(value: Exclude<Scalar['value'], null>): ScalarType {
  if (typeof value === 'bigint') return 'integer'
  return typeof value as 'string' | 'number' | 'boolean'
}

function validateSequence(node: Sequence, shape: Shape, sequencePlace: Place): Node | undefined {
  const { list } = shape
  if (list === undefined) return reportType(node, shape, sequencePlace)
  const items = node.items.flatMap((item, index) => {
    if (item.kind === 'scalar' && item.value === null && !list.nullable) {
      reportType(item, list, below(sequencePlace, index))
      return []
    }
    return isFine(item, list) ? item : (validate(item, list, below(sequencePlace, index)) ?? [])
  })
  if (shape.isSet) reportDuplicates(items, sequencePlace)
  const isSame =
    items.length === node.items.length && items.every((item, index) => item === node.items[index])
  return isSame ? node : { ...node, items }
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
  if (hasFields(shape)) return validateFields(node, shape, place)
  if (hasEntries(shape)) return validateEntries(node, shape, place)
  return reportType(node, shape, place)
}

type Fields = NonNullable<Shape['fields']>
type ShapeOfFields = Shape & { readonly fields: Fields }
type ShapeOfEntries = Shape & { readonly entries: Shape }

const hasFields = (shape: Shape): shape is ShapeOfFields => shape.fields !== undefined
const hasEntries = (shape: Shape): shape is ShapeOfEntries => shape.entries !== undefined

function validateFields(
  node: Mapping,
  { fields, isClosed, ignoresOthers }: ShapeOfFields,
  parent: Place,
): Mapping {
  return mapEntries(node, (value, key) => {
    if (key.startsWith('x-') && !isClosed) return value
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (field !== undefined) return isFine(value, field) ? value : validate(value, field, below(parent, key))
    const code = ignoresOthers ? 'COMPOSE_IGNORED_KEY' : 'COMPOSE_UNKNOWN_KEY'
    reportUnknown(key, value, { ...below(parent, key), fields, code, origin: keyOf(node, key) })
    return ignoresOthers ? value : undefined
  })
}

/** Where a key of the mapping is written. */
const keyOf = (node: Mapping, key: string) => node.entries.get(key)?.key ?? node.origin

interface Unknown extends Place {
  readonly origin: Origin
  readonly fields: Fields
  readonly code: 'COMPOSE_IGNORED_KEY' | 'COMPOSE_UNKNOWN_KEY'
}

function reportUnknown(key: string, value: Node, at: Unknown) {
  const meant = at.findings.isFull() ? undefined : suggest(key, Object.keys(at.fields))
  at.findings.report({
    code: at.code,
    message: `\`${key}\` is not an attribute ${nameOf(at.path.slice(0, -1))}.${meant ? ` Did you mean \`${meant}\`?` : ''}`,
    ...fixForUnknown(key, value, { meant, fields: at.fields }),
    origin: at.origin,
    path: at.path,
  })
}

/** What was meant, or where the key belongs; nothing when neither can be told. */
function fixForUnknown(
  key: string,
  value: Node,
  { meant, fields }: Pick<Unknown, 'fields'> & { readonly meant: string | undefined },
): { readonly fix?: string } {
  if (meant !== undefined) return { fix: `Write \`${meant}\`.` }
  const isService = nodeAt(value, 'image') !== undefined || nodeAt(value, 'build') !== undefined
  if (fields.services && isService) return { fix: 'Indent it, below `services:`.' }
  const owner = Object.keys(fields).find((name) => Object.hasOwn(fields[name]?.fields ?? {}, key))
  return owner === undefined ? {} : { fix: `Write it below \`${owner}:\`.` }
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
  { entries, names, refusesEmptyKeys }: ShapeOfEntries,
  parent: Place,
): Mapping {
  return mapEntries(node, (value, key) => {
    const isNamed = names === undefined ? key !== '' || !refusesEmptyKeys : namePattern.test(key)
    if (isNamed) return isFine(value, entries) ? value : validate(value, entries, below(parent, key))
    parent.findings.report({
      code: 'COMPOSE_INVALID_NAME',
      message: names
        ? `"${key}" cannot be the name of a ${names}.`
        : `A key of \`${dotted(parent.path)}\` is empty.`,
      ...(names === undefined && { fix: 'Name it, or remove it.' }),
      origin: keyOf(node, key),
      path: [...parent.path, key],
    })
    return undefined
  })
}

function reportType(node: Node, shape: Shape, { path, findings }: Place): undefined {
  const wanted = describeShape(shape)
  const fix = fixFor(node, shape, path)
  findings.report({
    code: 'COMPOSE_WRONG_TYPE',
    message: `${path.length === 0 ? 'A compose file' : `\`${dotted(path)}\``} must be ${wanted}, not ${describeNode(node)}.`,
    ...(fix && { fix }),
    origin: node.origin,
    path,
  })
}

function fixFor(node: Node, shape: Shape, path: Path): string | undefined {
  if (node.kind === 'scalar') return fixForScalar(node, shape)
  if (node.kind === 'sequence') {
    const hasNames = shape.entries !== undefined && node.items.every(({ kind }) => kind === 'mapping')
    return hasNames ? 'Leave the dashes away, as names are keys here.' : undefined
  }
  const [first] = node.entries
  const isPair = typeof path.at(-1) === 'number' && pairLists.has(String(path.at(-2)))
  if (!isPair || first === undefined || first[1].value.kind !== 'scalar') return undefined
  const [key, { value }] = first
  return `Write "${key}=${value.value ?? ''}", or leave the dashes away.`
}

/** Lists whose items are `name=value`. */
const pairLists = new Set(['annotations', 'args', 'environment', 'labels', 'sysctls'])

function fixForScalar({ value }: Scalar, { scalars, list, format }: Shape): string | undefined {
  if (value === null) return undefined
  if (format === duration) return `Write it with its unit: ${value}s.`
  if (scalars?.includes('string')) return `Put it in quotes: "${value}".`
  return list ? `Write it as a list: ["${value}"].` : undefined
}
