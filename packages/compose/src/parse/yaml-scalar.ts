import { type Node, type ScalarValue, scalar } from '../tree.ts'
import { decodeBase64 } from './base64.ts'
import { looksLikeDate, readPlainScalar } from './plain-scalar.ts'
import type { Token } from './token.ts'
import { YamlFault } from './yaml-fault.ts'
import { originAt, type YamlReading } from './yaml-reading.ts'

const prefix = 'tag:yaml.org,2002:'

/** The tags that are about the type of a scalar. What has any other is a text. */
const types = ['str', 'int', 'float', 'bool', 'null', 'timestamp', 'binary'] as const
type Type = (typeof types)[number]

/**
 * The value of a scalar, by its tag if it has one: in quotes it is a text, without them what it looks like.
 *
 * @see https://yaml.org/type/
 */
export function readScalar(reading: YamlReading, written: Token, tag: string | undefined): Node {
  const { kind, text, start, end } = written
  const isUntagged = tag === undefined || tag === '!'
  const type = isUntagged ? undefined : typeOf(tag)
  const isPlain = isUntagged && kind === 'plain'
  if ((isPlain || type === 'timestamp') && looksLikeDate(text)) {
    return { ...scalar(text, originAt(reading, start, end)), isDate: true }
  }
  const value = isPlain ? readPlainScalar(text) : type === undefined ? text : readAs(type, written)
  const node = scalar(value, originAt(reading, start, end))
  if (text === '<<' && (isPlain || tag === `${prefix}merge`)) reading.mergeKey = node
  return node
}

/** What a tag of YAML makes of a text. */
function readAs(type: Type, { text, start, end }: Token): ScalarValue {
  if (type === 'str') return text
  const value = type === 'binary' ? decodeBase64(text) : readPlainScalar(text)
  if (value !== undefined && (type === 'binary' || typeNameOf(value) === type)) return value
  if (type === 'float' && typeof value === 'bigint') return Number(value)
  const fix = 'Correct the value, or remove the tag.'
  throw new YamlFault(`\`${text}\` is not what !!${type} says.`, { start, end }, fix)
}

const typeOf = (tag: string): Type | undefined =>
  types.find((type) => tag === prefix + type || tag === `!!${type}`)

function typeNameOf(value: ScalarValue): Type {
  if (value === null) return 'null'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'float'
  return typeof value === 'boolean' ? 'bool' : 'str'
}
