/** The scalar types of YAML, as a person would name them. */
export type ScalarType = 'string' | 'integer' | 'number' | 'boolean'

/**
 * Says in a clause what is wanted (`a duration such as 1m30s`), or undefined when the text is fine. The type is
 * that of the value after it was cast.
 */
export type FormatCheck = (text: string, type: ScalarType) => string | undefined

/** What may stand at one place of a compose file. Several kinds may be allowed at once. */
export interface Shape {
  readonly scalars?: readonly ScalarType[]
  /** `3.0` and `1e3` are whole numbers here. */
  readonly acceptsWholeFloats?: true
  /** Texts are turned into this: what interpolation yields is always text. */
  readonly as?: 'integer' | 'number' | 'boolean'
  /** What may stand here too while variables are not filled in, since nothing is made of it yet. */
  readonly alsoAsWritten?: ScalarType
  /** Checks texts after interpolation. */
  readonly format?: FormatCheck
  /** A list is allowed; what its items are. */
  readonly list?: Shape
  /** A list is allowed, but not with the same text twice. */
  readonly isSet?: boolean
  /** A mapping with these keys is allowed; `x-*` may stand beside them, unless it is closed. */
  readonly fields?: Readonly<Record<string, Shape>>
  readonly isClosed?: true
  /** Other keys are told of, and mean nothing. */
  readonly ignoresOthers?: true
  readonly required?: readonly string[]
  /** A mapping with the user's own keys is allowed; what its values are. */
  readonly entries?: Shape
  /** What the user's keys name (`service`); such names are restricted. */
  readonly names?: string
  /** A key of the user's own may not be empty. */
  readonly refusesEmptyKeys?: true
  /** May be left empty. */
  readonly nullable?: boolean
}

/** What a shape accepts, for messages: `a string or a list`. */
export function describeShape({ scalars = [], as, list, fields, entries }: Shape): string {
  const kinds = new Set<string>()
  const types = as === undefined ? scalars : scalars.filter((type) => type !== 'string')
  for (const type of types) kinds.add(scalarNames[type])
  if (list) kinds.add('a list')
  if (fields || entries) kinds.add('a mapping')
  return joinWords([...kinds])
}

const scalarNames: { readonly [T in ScalarType]: string } = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

/** `a, b or c`. */
const joinWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
