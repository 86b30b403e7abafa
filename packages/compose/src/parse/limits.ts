import { type CST, Lexer, Parser } from 'yaml'

/** What compose files may ask of the loader; real ones stay far below. */
export const limits = {
  /** UTF-16 units of one file. */
  textLength: 2_000_000,
  /** Words, signs and line ends of one file, as YAML takes it apart. */
  lexemes: 500_000,
  /** So many are reported of one file. */
  syntaxErrors: 20,
  /** Documents of one file. */
  documents: 1_000,
  /** Mappings and sequences inside each other. */
  depth: 100,
  /** Values of a whole project, after every alias, merge key and range of ports is written out. */
  values: 200_000,
  /** Projects that are included, directly or not, each time one is. */
  includes: 1_000,
  /** Values that services take over from others in all. */
  inherited: 1_000_000,
} as const

/** The tokens of a YAML text, or where and why it is given up, before anything slow or recursive sees it. */
export type TokenRead =
  | { readonly kind: 'tokens'; readonly tokens: readonly CST.Token[] }
  | { readonly kind: 'beyond'; readonly message: string; readonly offset: number }

/** Tokenises a YAML text; gives up where it passes a limit. */
export function readTokens(text: string): TokenRead {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme))
    // The document itself is on the stack too.
    const innermost = parser.stack[limits.depth + 1]
    if (innermost !== undefined) {
      const message = `Values are nested more than ${limits.depth} levels deep.`
      return { kind: 'beyond', message, offset: innermost.offset }
    }
    if (++count > limits.lexemes) {
      const message = `The file has more than ${limits.lexemes} words and signs.`
      return { kind: 'beyond', message, offset: 0 }
    }
  }
  return within([...tokens, ...parser.end()])
}

function within(tokens: readonly CST.Token[]): TokenRead {
  const documents = tokens.filter(({ type }) => type === 'document').length
  if (documents > limits.documents) {
    const message = `The file has ${documents} documents; at most ${limits.documents} are read.`
    return { kind: 'beyond', message, offset: 0 }
  }
  let errors = 0
  // Each becomes an Error with a stack; a few are enough to say what is wrong.
  const kept = tokens.filter(({ type }) => type !== 'error' || ++errors <= limits.syntaxErrors)
  return { kind: 'tokens', tokens: kept }
}
