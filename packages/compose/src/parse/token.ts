/** The signs of YAML, some of which are not written: where blocks begin and end, and where a key was. */
export type TokenKind =
  | 'stream-end'
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'sequence-start'
  | 'mapping-start'
  | 'block-end'
  | 'flow-sequence-start'
  | 'flow-sequence-end'
  | 'flow-mapping-start'
  | 'flow-mapping-end'
  | 'item'
  | 'comma'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'plain'
  | 'quoted'
  | 'block-scalar'

/** Every token has the same fields, which keeps reading fast. */
export interface Token {
  readonly kind: TokenKind
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** The text of a scalar, the name of an anchor or alias, the handle of a tag. */
  readonly text: string
  /** What stands behind the handle of a tag. */
  readonly suffix: string
}

export const token = (kind: TokenKind, start: number, end: number): Token => ({
  kind,
  start,
  end,
  text: '',
  suffix: '',
})

export const textToken = (
  kind: TokenKind,
  text: string,
  { start, end }: { start: number; end: number },
): Token => ({
  kind,
  start,
  end,
  text,
  suffix: '',
})
