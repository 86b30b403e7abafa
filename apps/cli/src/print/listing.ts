import type { Problem } from '../problem.ts'
import { goJson } from './go-json.ts'
import { formatTable } from './table.ts'
import { parseTemplate, type TemplateRow } from './template.ts'

/** Things that a command lists, each with all that is known of it. */
export interface Listing {
  /** Fields of the table, in order. */
  readonly columns: readonly string[]
  /** What stands over a field in a table, where it is not its name in capital letters. */
  readonly titles: Readonly<Record<string, string>>
  /** Every field there is. */
  readonly fields: readonly string[]
  readonly rows: readonly TemplateRow[]
}

/**
 * Formats a list as `--format` says: `table` (unless it is said), `json` with an object a line, a template, or
 * `table` and a template. Pure.
 */
export function formatListing(
  format: string | undefined,
  listing: Listing,
): string | { readonly problem: Problem } {
  const { columns, rows } = listing
  if (format === undefined || format === '' || format === 'table') {
    return tableOf(listing, `{{.${columns.join('}}\t{{.')}}}`)
  }
  if (format === 'json') return rows.map(({ fields }) => `${goJson(fields)}\n`).join('')
  const [, tabular] = /^table\s+(.*)$/s.exec(format) ?? []
  if (tabular !== undefined) return tableOf(listing, tabular)
  const template = parseTemplate(format, listing.fields)
  if (typeof template !== 'function') return template
  return rows.map((row) => `${template(row)}\n`).join('')
}

function tableOf(listing: Listing, text: string): string | { readonly problem: Problem } {
  const template = parseTemplate(text, listing.fields)
  if (typeof template !== 'function') return template
  const titles = listing.fields.map((field) => [field, listing.titles[field] ?? field.toUpperCase()])
  const header = template({ fields: Object.fromEntries(titles) }).split('\t')
  return formatTable(
    header,
    listing.rows.map((row) => template(row).split('\t')),
  )
}
