import { Composer, type CST, type Document } from 'yaml'
import type { Findings } from '../context.ts'
import type { Source } from '../source.ts'
import type { Node } from '../tree.ts'
import { convertDocument } from './convert.ts'
import { limits, readTokens } from './limits.ts'
import { describeSyntaxError } from './syntax-error.ts'

/**
 * Phase 1: YAML text to one tree per document, as go-yaml v3 reads it.
 *
 * Syntax errors are reported and the faulty document is left out.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/03-compose-file.md
 */
export function parseYaml(source: Source, findings: Findings): readonly Node[] {
  if (source.text.length > limits.textLength) {
    findings.report({
      code: 'COMPOSE_TOO_LARGE',
      message: `The file has ${source.text.length} characters; at most ${limits.textLength} are read.`,
      origin: { source, start: 0, end: 1 },
    })
    return []
  }
  const read = readTokens(source.text)
  if (read.kind === 'beyond') {
    const { message, offset } = read
    findings.report({
      code: 'COMPOSE_TOO_LARGE',
      message,
      origin: { source, start: offset, end: offset + 1 },
    })
    return []
  }
  return composeDocuments(read.tokens).flatMap((document) => readDocument(document, source, findings))
}

/** The failsafe schema leaves every scalar as text; what it means is decided in plain-scalar.ts. */
function composeDocuments(tokens: readonly CST.Token[]): Document.Parsed[] {
  const composer = new Composer({
    version: '1.2',
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: false,
  })
  return [...composer.compose(tokens)]
}

function readDocument(document: Document.Parsed, source: Source, findings: Findings): Node[] {
  if (document.errors.length > 0) {
    for (const error of document.errors.slice(0, limits.syntaxErrors)) {
      findings.report(describeSyntaxError(error, document, source))
    }
    return []
  }
  const tree = convertDocument(document, source, findings)
  return tree === undefined ? [] : [tree]
}
