/** The shapes that many attributes share. */
import * as format from '../formats.ts'
import type { FormatCheck, Shape } from '../shape.ts'

export const text: Shape = { scalars: ['string'] }
export const integer: Shape = { scalars: ['integer', 'string'], as: 'integer' }
export const number: Shape = { scalars: ['integer', 'number', 'string'], as: 'integer' }
/** A number that need not be whole. */
export const decimal: Shape = { scalars: ['integer', 'number', 'string'], as: 'number' }
/** A whole number from zero on. */
export const amount: Shape = { ...integer, format: format.nonNegative }
/** A number of bytes, or a text such as `64m`. */
export const bytes: Shape = { scalars: ['integer', 'string'], format: format.bytes }
export const boolean: Shape = { scalars: ['boolean', 'string'], as: 'boolean' }
const later: Shape = { later: true }

export const textOf = (check: FormatCheck): Shape => ({ scalars: ['string'], format: check })
export const listOf = (item: Shape): Shape => ({ list: item })
export const listOfTexts = listOf(text)
/** A list that does not hold the same text twice. */
export const setOfTexts: Shape = { list: text, isSet: true }
export const oneOrMore: Shape = { scalars: ['string'], list: text }
export const argv: Shape = { scalars: ['string'], list: text, nullable: true }
export const plainValue: Shape = { scalars: ['string', 'integer', 'number', 'boolean'], nullable: true }
/** A list of `K=V`, or a mapping. */
export const keyValues: Shape = { entries: plainValue, list: text }
export const driverOptions: Shape = { entries: { scalars: ['string', 'integer', 'number'] } }

/** Attributes of the specification that are not loaded yet. */
export const allLater = (...names: readonly string[]): Record<string, Shape> =>
  Object.fromEntries(names.map((name) => [name, later]))

/** `true`, or the old `{name: x}`. */
export const external: Shape = { ...boolean, fields: { name: text } }
