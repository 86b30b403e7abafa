import type { ScalarValue } from '../tree.ts'
import { readTimestamp } from './timestamp.ts'

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, ScalarValue] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, ScalarValue] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, ScalarValue] => [word, false]),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word): [string, ScalarValue] => [
    word,
    Infinity,
  ]),
  ...['-.inf', '-.Inf', '-.INF'].map((word): [string, ScalarValue] => [word, -Infinity]),
  ...['.nan', '.NaN', '.NAN'].map((word): [string, ScalarValue] => [word, Number.NaN]),
])

const floatPattern = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const integerPattern = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/

/**
 * Reads an unquoted YAML scalar as go-yaml v3 does: YAML 1.1 octal (`0777`) and underscores in numbers,
 * but `yes`, `on` and `12:30` are text.
 */
export function readPlainScalar(text: string): ScalarValue {
  const word = words.get(text)
  if (word !== undefined) return word
  if (!/^[-+.0-9]/.test(text)) return text
  return readNumber(text.replaceAll('_', '')) ?? text
}

function readNumber(digits: string): bigint | number | undefined {
  const match = integerPattern.exec(digits)
  if (match?.[2] !== undefined) {
    const whole = readInteger(match[2]) * (match[1] === '-' ? -1n : 1n)
    if (fitsIn64Bits(whole, match[1])) return whole
  }
  return floatPattern.test(digits) ? readFloat(digits) : undefined
}

const readInteger = (digits: string): bigint =>
  /^0[0-7]/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits)

/** Only a number without a sign may use the bit of the sign. */
const fitsIn64Bits = (whole: bigint, sign = '') =>
  whole >= -(2n ** 63n) && whole < (sign === '' ? 2n ** 64n : 2n ** 63n)

/** Beyond what 64 bits of a float can hold it is a text. */
function readFloat(digits: string): number | undefined {
  const value = Number(digits)
  return Number.isFinite(value) ? value : undefined
}

/** Whether go-yaml would read this unquoted text as a point in time. */
export const looksLikeDate = (text: string): boolean => readTimestamp(text) !== undefined
