import { type CST, Lexer, Parser } from 'yaml'

/** What compose files may ask of the loader; real ones stay far below. */
export const limits = {
  /** UTF-16 units of one file. */
  textLength: 2_000_000,
  /** Mappings and sequences inside each other. */
  depth: 100,
  /** Values of a whole project, after every alias, merge key and range of ports is written out. */
  values: 200_000,
  /** Projects that are included, directly or not, each time one is. */
  includes: 1_000,
  /** Values that services take over from others in all. */
  inherited: 1_000_000,
} as const

/** The tokens of a YAML text, or where it is nested too deeply for anything recursive to see it. */
export type TokenRead =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'too-deep'; readonly offset: number }

/** Tokenises a YAML text; gives up where the nesting passes the limit. */
export function readTokens(text: string): TokenRead {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    // The document itself is on the stack too.
    const innermost = parser.stack[limits.depth + 1]
    if (innermost !== undefined) return { kind: 'too-deep', offset: innermost.offset }
  }
  return { kind: 'tokens', tokens: [...tokens, ...parser.end()] }
}
