import { type Document, visit, type YAMLError } from 'yaml'
import type { Finding } from '../context.ts'
import type { Origin, Source } from '../source.ts'

/** A syntax error of the YAML parser, at the place where a person would look for it. */
export function describeSyntaxError(error: YAMLError, document: Document.Parsed, source: Source): Finding {
  const { code, message, pos } = error
  const fix = fixes[code]
  const isOpenQuote = code === 'MISSING_CHAR' && /quote$/.test(message)
  const opening = isOpenQuote ? findOpenQuote(document, pos[0]) : undefined
  const start = opening ?? skipIndent(source.text, pos[0])
  const origin: Origin = { source, start, end: Math.max(pos[1], start + 1) }
  const text = isOpenQuote ? 'A quote is opened here and never closed' : message
  return {
    code: 'COMPOSE_YAML_INVALID',
    message: /[.!?]$/.test(text) ? text : `${text}.`,
    ...(fix && { fix }),
    origin,
  }
}

const fixes: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Align this line with its neighbours; indent with spaces.',
  MULTILINE_IMPLICIT_KEY: 'Put a colon and a space after the key, and check the indentation.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that holds ": " in quotes, and check the indentation.',
  MISSING_CHAR: 'Close the quote or bracket.',
}

/** The parser notices at the end of the text; the mistake is where the quote begins. */
function findOpenQuote(document: Document.Parsed, end: number): number | undefined {
  let found: number | undefined
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if (!range || !type?.startsWith('QUOTE') || range[1] < end) return undefined
      found = range[0]
      return visit.BREAK
    },
  })
  return found
}

function skipIndent(text: string, start: number): number {
  const indent = /^ */.exec(text.slice(start, start + 200))?.[0].length ?? 0
  return start + indent
}
