import { describeOrigins, describeVariables, formatPath, type ValueOrigin } from '@berth/compose'
import { nearPath } from '../print/near-path.ts'
import type { LoadedProject } from '../project/load-project.ts'

/**
 * Where every value of a project comes from: a line each of `path  file:line  value`, or JSON with the variables
 * too. Files are told as seen from `cwd`. No value of the environment is in it.
 */
export function formatOrigins(loaded: LoadedProject, format: 'text' | 'json', cwd: string): string {
  const values = describeOrigins(loaded)
  if (format === 'json') {
    const report = { values, variables: describeVariables(loaded) }
    return `${JSON.stringify(report, (_key, value) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`
  }
  const rows = values.map((value) => toRow(value, cwd))
  const [pathWidth, placeWidth] = [0, 1].map((column) =>
    Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows
    .map(
      ([path, place, text]) => `${path.padEnd(pathWidth ?? 0)}  ${place.padEnd(placeWidth ?? 0)}  ${text}\n`,
    )
    .join('')
}

const toRow = (
  { path, range, value }: ValueOrigin,
  cwd: string,
): [path: string, place: string, text: string] => [
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
