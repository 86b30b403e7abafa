import { Composer, type CST, type Document, Parser, type YAMLError } from 'yaml'
import type { Findings } from '../context.ts'
import type { Origin, Source } from '../source.ts'
import type { Node } from '../tree.ts'
import { convertDocument } from './convert.ts'
import { findTooDeep, limits } from './limits.ts'

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
  const tokens = [...new Parser().parse(source.text)]
  const tooDeep = findTooDeep(tokens)
  if (tooDeep !== undefined) {
    findings.report({
      code: 'COMPOSE_TOO_LARGE',
      message: `Values are nested more than ${limits.depth} levels deep.`,
      origin: { source, start: tooDeep, end: tooDeep + 1 },
    })
    return []
  }
  return composeDocuments(tokens).flatMap((document) => readDocument(document, source, findings))
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
    for (const error of document.errors.slice(0, 20)) reportSyntaxError(error, source, findings)
    return []
  }
  const tree = convertDocument(document, source, findings)
  return tree === undefined ? [] : [tree]
}

function reportSyntaxError({ message, pos, code }: YAMLError, source: Source, findings: Findings) {
  const origin: Origin = { source, start: pos[0], end: Math.max(pos[1], pos[0] + 1) }
  const fix = syntaxFixes[code]
  findings.report({ code: 'COMPOSE_YAML_INVALID', message: sentence(message), origin, ...(fix && { fix }) })
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

const syntaxFixes: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'Align this line with its neighbours; indent with spaces.',
  MULTILINE_IMPLICIT_KEY: 'Put a colon and a space after the key, and check the indentation.',
  BLOCK_AS_IMPLICIT_KEY: 'Put text that holds ": " in quotes, and check the indentation.',
  MISSING_CHAR: 'Close the quote or bracket.',
}
