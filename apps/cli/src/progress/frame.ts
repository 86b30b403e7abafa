import { asStopwatch } from '../print/ago.ts'
import type { Colour, Style } from '../print/style.ts'
import { cut, pad, widthOf } from '../print/width.ts'
import type { Row } from './board.ts'

/** What a frame of the live table is drawn from. */
export interface FrameInput {
  /** For example `Deploying shop`. */
  readonly heading: string
  readonly rows: readonly Row[]
  /** Epoch milliseconds. */
  readonly startedAt: number
  readonly now: number
  readonly columns: number
  /** Lines that fit; absent when the last frame may be as long as it likes. */
  readonly height?: number
  readonly style: Style
}

const marks: { readonly [S in Row['state']]: readonly [mark: string, colour: Colour] } = {
  waiting: ['·', 'dim'],
  active: ['⠿', 'cyan'],
  done: ['✔', 'green'],
  failed: ['✘', 'red'],
  cancelled: ['–', 'yellow'],
  undone: ['↩', 'yellow'],
}

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** How often the spinner turns. */
export const spinMs = 100

/** The live table, one line per row and a heading above. No line is wider than the terminal. Pure. */
export function formatFrame(input: FrameInput): string[] {
  const { rows, columns, style, heading } = input
  const width = Math.max(columns - 1, 20)
  const done = rows.filter(({ state }) => state === 'done').length
  const title = cut(` ${heading}  ${done}/${rows.length}`, width - 8)
  const time = asStopwatch(input.now - input.startedAt)
  const head = `${style('bold', pad(title, width - time.length))}${style('dim', time)}`
  const titleWidth = Math.min(
    Math.max(...rows.map(({ title: name }) => widthOf(name)), 0),
    Math.floor(width * 0.6),
  )
  const shown = fitting(rows, input.height)
  const hidden = rows.length - shown.length
  return [
    head,
    ...shown.map((row) => formatRow(row, { ...input, width, titleWidth })),
    ...(hidden > 0 ? [style('dim', cut(`   … and ${hidden} more`, width))] : []),
  ]
}

/** When not all rows fit: what is going on first, then what is to come, then what is over. */
function fitting(rows: readonly Row[], height = Number.POSITIVE_INFINITY): readonly Row[] {
  const space = Math.max(height - 3, 1)
  if (rows.length <= space) return rows
  const chosen = new Set([...rows].sort((a, b) => urgency[a.state] - urgency[b.state]).slice(0, space))
  return rows.filter((row) => chosen.has(row))
}

const urgency: { readonly [S in Row['state']]: number } = {
  failed: 0,
  active: 1,
  undone: 2,
  waiting: 3,
  cancelled: 4,
  done: 5,
}

interface RowFrame extends FrameInput {
  readonly width: number
  readonly titleWidth: number
}

function formatRow(row: Row, { now, style, width, titleWidth }: RowFrame): string {
  const [mark, colour] = marks[row.state]
  const turning = spinner[Math.floor(now / spinMs) % spinner.length] ?? mark
  const lasted = row.startedAt === undefined ? '' : asStopwatch((row.endedAt ?? now) - row.startedAt)
  const status = row.status
  const space = width - titleWidth - lasted.length - 7
  const note =
    row.note === undefined ? '' : cut(row.note.replaceAll(/\s+/g, ' '), space - widthOf(status) - 2)
  const middle = note === '' ? cut(status, space) : `${status}  ${note}`
  const gap = ' '.repeat(Math.max(space - widthOf(middle), 0))
  const painted = middle.startsWith(status)
    ? `${style(colour, status)}${style('dim', middle.slice(status.length))}`
    : style(colour, middle)
  const name = pad(cut(row.title, titleWidth), titleWidth)
  const time = lasted === '' ? '' : `${gap}  ${style('dim', lasted)}`
  return ` ${style(colour, row.state === 'active' ? turning : mark)} ${name}  ${painted}${time}`.trimEnd()
}
