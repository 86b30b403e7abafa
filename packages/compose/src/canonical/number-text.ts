import type { Node, ScalarValue } from '../tree.ts'

/**
 * A YAML scalar as text, as the reference writes it: `1.10` becomes `1.1` and `1e6` becomes `1e+06`, as precision
 * is lost in YAML already. Null is the empty text.
 */
export function scalarText(value: ScalarValue): string {
  if (value === null) return ''
  return typeof value === 'number' ? formatFloat(value, 6) : String(value)
}

/** {@link scalarText} of a node; a list or mapping has none. */
export const textOf = (node: Node): string => (node.kind === 'scalar' ? scalarText(node.value) : '')

/**
 * The shortest digits of a float, with an exponent below -4 or from `exponentFrom` on: texts have 6 there, and
 * Go's YAML encoder 6, or as many as the number has digits.
 */
export function formatFloat(value: number, exponentFrom: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent < -4 || exponent >= exponentFrom) {
    const sign = exponent < 0 ? '-' : '+'
    return `${mantissa}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
  }
  return withoutExponent(mantissa, exponent)
}

function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return `${sign}${whole}${fraction && `.${fraction}`}`
}
