import type { Findings } from '../context.ts'
import type { Path, Scalar } from '../tree.ts'
import type { Shape } from './shape.ts'

const trueWords = new Set(['y', 'yes', 'on'])
const falseWords = new Set(['n', 'no', 'off'])

/**
 * Turns a text into the type its place wants, as variables always yield text. Undefined, and reported,
 * when it cannot be.
 */
export function castText(
  node: Scalar,
  shape: Shape,
  at: { path: Path; findings: Findings },
): Scalar | undefined {
  const text = String(node.value)
  const value = shape.as === 'boolean' ? readBoolean(text) : readNumber(text, shape.as)
  if (value === undefined) {
    const wanted =
      shape.as === 'boolean' ? 'true or false' : shape.as === 'integer' ? 'a whole number' : 'a number'
    at.findings.report({
      code: 'COMPOSE_WRONG_TYPE',
      message: `\`${at.path.join('.')}\` must be ${wanted}, not "${text}".`,
      fix: `Write ${wanted}.`,
      origin: node.origin,
      path: at.path,
    })
    return undefined
  }
  if (typeof value === 'boolean' && !/^(true|false)$/i.test(text)) {
    at.findings.report({
      code: 'COMPOSE_BOOLEAN_WORD',
      message: `"${text}" for boolean is not supported by YAML 1.2, please use \`${value}\`.`,
      fix: `Write ${value}.`,
      origin: node.origin,
      path: at.path,
    })
  }
  return { ...node, value }
}

function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (word === 'true' || trueWords.has(word)) return true
  if (word === 'false' || falseWords.has(word)) return false
  return undefined
}

function readNumber(text: string, as: Shape['as']): bigint | number | undefined {
  if (/^[-+]?\d+$/.test(text)) {
    const whole = BigInt(text.replace('+', ''))
    return as === 'number' || BigInt.asIntN(64, whole) === whole ? whole : undefined
  }
  const isDecimal = as === 'number' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
  return isDecimal ? Number(text) : undefined
}
