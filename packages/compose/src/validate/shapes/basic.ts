/** The shapes that many attributes share. */
import * as format from '../formats.ts'
import type { FormatCheck, Shape } from '../shape.ts'

export const text: Shape = { scalars: ['string'] }
export const integer: Shape = { scalars: ['integer', 'string'], acceptsWholeFloats: true, as: 'integer' }
export const number: Shape = { scalars: ['integer', 'number', 'string'], as: 'integer' }
/** A number that need not be whole. */
export const decimal: Shape = { scalars: ['integer', 'number', 'string'], as: 'number' }
/** A whole number from zero on. */
export const amount: Shape = { ...integer, format: format.nonNegative }
export const boolean: Shape = { scalars: ['boolean', 'string'], as: 'boolean' }
/** A number of which 64 bits are kept, and nothing behind the point. */
export const int64: Shape = { ...number, format: format.int64Number }
/** Bytes, or a text such as `64m`. */
export const size: Shape = { scalars: ['integer', 'number', 'string'], format: format.byteSize }
/** The same without a fraction. */
export const wholeBytes: Shape = { ...size, scalars: ['integer', 'string'] }

export const textOf = (check: FormatCheck): Shape => ({ scalars: ['string'], format: check })
export const listOf = (item: Shape): Shape => ({ list: item })
export const listOfTexts = listOf(text)
/** The same text cannot stand in it twice, not even in two files. */
export const setOfTexts: Shape = { list: text, isSet: true }
export const oneOrMore: Shape = { scalars: ['string'], list: text }
export const argv: Shape = { scalars: ['string'], list: text, nullable: true }
const plainValue: Shape = { scalars: ['string', 'integer', 'number', 'boolean'], nullable: true }
/** A list of `K=V`, or a mapping. */
export const keyValues: Shape = { entries: plainValue, list: text, refusesEmptyKeys: true }
/** `name: address`, or a list of `name=address`. */
export const hosts: Shape = { entries: oneOrMore, list: text, refusesEmptyKeys: true }
export const driverOptions: Shape = { entries: { scalars: ['string', 'integer', 'number'] } }

/** `true`, or the old `{name: x}`. */
export const external: Shape = { ...boolean, fields: { name: text } }
/** The same, where any other key passes. */
export const openExternal: Shape = { ...external, ignoresOthers: true }
