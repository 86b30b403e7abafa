import type { Style } from '../print/style.ts'
import type { Output, World } from '../world.ts'
import type { Board } from './board.ts'
import { formatFrame, spinMs } from './frame.ts'
import type { ProgressPrinter } from './printer.ts'

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
/** Terminals that know it show the whole frame at once; the others ignore it. */
const beginFrame = '\u001b[?2026h'
const endFrame = '\u001b[?2026l'
const eraseLine = '\u001b[K'
const eraseBelow = '\u001b[J'

/** Redraws one table in place. The cursor comes back in `end`. */
export function livePrinter(
  output: Output,
  { heading, style, world }: { heading: () => string; style: Style; world: World },
): ProgressPrinter {
  const startedAt = world.now()
  let board: Board | undefined
  let drawn: readonly string[] = []
  const pending: { readonly to: Output; readonly text: string }[] = []
  /** Writes what stands above the table, which is out of the way meanwhile. */
  const writePending = (up: string) => {
    output.write(`${beginFrame}${up}${eraseBelow}`)
    for (const { to, text } of pending.splice(0)) to.write(text)
  }

  const draw = (isOver: boolean) => {
    if (board === undefined) return
    const { columns, rows: height } = output.size()
    const lines = formatFrame({
      heading: heading(),
      rows: [...board.rows.values()],
      startedAt,
      now: world.now(),
      columns,
      style,
      ...(!isOver && { height }),
    })
    const toTop = drawn.length === 0 ? '' : `\u001b[${drawn.length}A\r`
    const hasPending = pending.length > 0
    if (hasPending) writePending(toTop)
    const up = hasPending ? '' : toTop
    const text = lines.map((line) => `${line}${eraseLine}\n`).join('')
    output.write(`${beginFrame}${up}${text}${eraseBelow}${endFrame}`)
    drawn = lines
  }

  output.write(hideCursor)
  const timer = setInterval(() => draw(false), spinMs)
  return {
    show: (next) => {
      board = next
    },
    writeAbove: (to, text) => {
      pending.push({ to, text })
    },
    end: () => {
      clearInterval(timer)
      draw(true)
      output.write(showCursor)
    },
  }
}
