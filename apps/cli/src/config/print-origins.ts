import {
  describeOrigins,
  describeVariables,
  formatPath,
  type SourceRange,
  type ValueOrigin,
  type VariableReport,
} from '@berth/compose'
import { nearPath } from '../print/near-path.ts'
import type { LoadedProject } from '../project/load-project.ts'

/**
 * Where every value of a project comes from: a line each of `path  file:line  value`, then the variables, a line each
 * of `$NAME  source  where it is used`; or all of it as JSON. Files are told as seen from `cwd`. No value of the
 * environment is in it.
 */
export function formatOrigins(loaded: LoadedProject, format: 'text' | 'json', cwd: string): string {
  const values = describeOrigins(loaded)
  const variables = describeVariables(loaded)
  if (format === 'json') {
    const report = { values, variables }
    return `${JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`
  }
  const tables = [values.map((value) => toRow(value, cwd)), variableRows(variables, cwd)]
  return tables
    .filter((rows) => rows.length > 0)
    .map(formatRows)
    .join('\n')
}

type Row = [what: string, from: string, text: string]

function formatRows(rows: readonly Row[]): string {
  const [whatWidth = 0, fromWidth = 0] = [0, 1].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map(([what, from, text]) => `${what.padEnd(whatWidth)}  ${from.padEnd(fromWidth)}  ${text}\n`)
    .join('')
}

function variableRows({ used, unused }: VariableReport, cwd: string): Row[] {
  const placeOf = ({ file, line }: SourceRange) => `${nearPath(file, cwd)}:${line}`
  const rows = used.map(({ name, source, range, uses }): Row => {
    const from = source === 'env-file' && range !== undefined ? placeOf(range) : source
    return [`$${name}`, from, [...new Set(uses.map((use) => placeOf(use.range)))].join(', ')]
  })
  const idle = unused.map(({ name, range }): Row => [`$${name}`, placeOf(range), 'not used'])
  return [...rows, ...idle].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

const toRow = ({ path, range, value }: ValueOrigin, cwd: string): Row => [
  formatPath(path),
  `${nearPath(range.file, cwd)}:${range.line}`,
  textOf(value),
]

/** One line, whatever the value is. */
function textOf(value: ValueOrigin['value']): string {
  if (typeof value === 'string') return /[\n\r]/.test(value) || value === '' ? JSON.stringify(value) : value
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? '[]' : '{}'
}
