import { pad, widthOf } from './width.ts'

/**
 * Columns as wide as their widest cell, seven at least, and three spaces between, as `docker` prints most tables.
 * Pure.
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { leastWidth = 7, gap = 3 }: { readonly leastWidth?: number; readonly gap?: number } = {},
): string {
  const widths = header.map((title, column) =>
    Math.max(leastWidth, widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return [header, ...rows].map((row) => `${formatRow(row, widths, ' '.repeat(gap))}\n`).join('')
}

const formatRow = (row: readonly string[], widths: readonly number[], gap: string) =>
  row.map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0))).join(gap)
