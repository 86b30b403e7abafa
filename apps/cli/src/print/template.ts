import type { Problem } from '../problem.ts'
import { goJson } from './go-json.ts'

/** What a template can ask for. */
export interface TemplateRow {
  readonly fields: Readonly<Record<string, unknown>>
  /** For `.Label "key"`. */
  readonly labels?: Readonly<Record<string, string>>
}

/** A template that was understood: makes the text for one row. */
export type Template = (row: TemplateRow) => string

type Value = (row: TemplateRow) => unknown

/**
 * Reads the part of Go's templates that lists are formatted with: `{{.Field}}`, `{{.Label "key"}}`, `{{json .}}`,
 * `upper`, `lower`, `println`, `truncate`, and pipes between them. `fields` are the names there are. Pure.
 */
export function parseTemplate(
  text: string,
  fields: readonly string[],
): Template | { readonly problem: Problem } {
  const parts: Value[] = []
  let rest = text.replaceAll('\\t', '\t').replaceAll('\\n', '\n')
  for (;;) {
    const open = rest.indexOf('{{')
    const literal = open < 0 ? rest : rest.slice(0, open)
    parts.push(() => literal)
    if (open < 0) break
    const close = rest.indexOf('}}', open)
    if (close < 0) return misunderstood(text, 'an action has no end')
    const action = parseAction(rest.slice(open + 2, close).replace(/^-|-$/g, ''), fields)
    if (typeof action === 'string') return misunderstood(text, action)
    parts.push(action)
    rest = rest.slice(close + 2)
  }
  return (row) => parts.map((part) => String(part(row) ?? '')).join('')
}

const misunderstood = (template: string, why: string): { problem: Problem } => ({
  problem: {
    code: 'CLI_BAD_VALUE',
    message: `--format does not understand '${template}': ${why}`,
    fix: 'Write for example --format json, or --format "{{.Name}}".',
  },
})

/** Returns what is wrong with it in words. */
function parseAction(text: string, fields: readonly string[]): Value | string {
  let piped: Value | undefined
  for (const stage of text.split('|')) {
    const value = parseStage(stage.trim(), fields, piped)
    if (typeof value === 'string') return value
    piped = value
  }
  return piped ?? 'an action is empty'
}

function parseStage(text: string, fields: readonly string[], piped: Value | undefined): Value | string {
  const words = text.match(/"[^"]*"|\S+/g) ?? []
  const [head = '', ...rest] = words
  if (head === '.Label') {
    const key = rest[0]?.replaceAll('"', '') ?? ''
    return ({ labels }) => labels?.[key]
  }
  const call = Object.hasOwn(functions, head) ? functions[head] : undefined
  const operands = (call === undefined ? words : rest).map((word) => parseOperand(word, fields))
  const bad = operands.find((operand) => typeof operand === 'string')
  if (typeof bad === 'string') return bad
  // Safe: none of them is a string.
  const values = [...(operands as Value[]), ...(piped ? [piped] : [])]
  if (call !== undefined) return (row) => call(...values.map((value) => value(row)))
  return values[0] ?? 'an action is empty'
}

function parseOperand(word: string, fields: readonly string[]): Value | string {
  if (word === '.') return ({ fields: all }) => all
  if (/^".*"$/.test(word)) return () => word.slice(1, -1)
  if (/^\d+$/.test(word)) return () => Number(word)
  const [, field = ''] = /^\.(\w+)$/.exec(word) ?? []
  if (field === '') return `there is no '${word}' here`
  return fields.includes(field)
    ? (row) => row.fields[field]
    : `there is no .${field} among ${fields.map((name) => `.${name}`).join(' ')}`
}

const functions: Readonly<Record<string, (...values: unknown[]) => string>> = {
  json: (value) => goJson(value),
  lower: (value) => String(value).toLowerCase(),
  upper: (value) => String(value).toUpperCase(),
  println: (...values) => `${values.join(' ')}\n`,
  truncate: (value, length) => [...String(value)].slice(0, Number(length)).join(''),
}
