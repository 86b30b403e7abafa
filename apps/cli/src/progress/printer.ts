import type { ApplyEvent } from '@berth/convergence'
import type { Output } from '../world.ts'
import type { Board, Row } from './board.ts'

/** Shows progress. */
export interface ProgressPrinter {
  /** The board now, after `event` when one came. */
  readonly show: (board: Board, event?: ApplyEvent) => void
  /** Ctrl-C was pressed; those that redraw show it by themselves. */
  readonly interrupt?: () => void
  /** Writes whole lines where they stay; those that redraw do it with the next drawing. */
  readonly writeAbove?: (output: Output, text: string) => void
  /** Nothing more comes. */
  readonly end: () => void
}

/** What is said after Ctrl-C. */
export const interruptedText = 'Interrupted: finishing what has begun, Ctrl-C again leaves it as it is'

/** Says nothing. */
export const quietPrinter: ProgressPrinter = { show: () => {}, end: () => {} }

/** One line per change, in the style of Docker Compose, and the output of builds between them. */
export function plainPrinter(output: Output): ProgressPrinter {
  const said = new Map<string, string>()
  return {
    show: (board, event) => {
      if (event !== undefined) output.write(formatOutput(board, event))
      for (const [id, row] of board.rows) {
        if (row.status === (said.get(id) ?? '')) continue
        said.set(id, row.status)
        output.write(` ${row.title}  ${row.status}\n`)
      }
    },
    interrupt: () => output.write(`${interruptedText}\n`),
    end: () => {},
  }
}

/** What a build prints, and its steps as they begin; nothing for other events. */
function formatOutput(board: Board, event: ApplyEvent): string {
  if (event.kind !== 'action-output' && event.kind !== 'action-progress') return ''
  const action = board.actions.get(event.action)?.action
  if (action?.kind !== 'build-image') return ''
  if (event.kind === 'action-progress') {
    return buildStep.test(event.text) ? ` ${action.image} | ${event.text.replace(/ running$/, '')}\n` : ''
  }
  const lines = event.text.replace(/\r?\n$/, '').split(/\r?\n/)
  return lines.map((line) => ` ${action.image} | ${line}\n`).join('')
}

/** A step of the Dockerfile that begins, or that was built before; not BuildKit's own, `[internal] …`. */
const buildStep = /^\[(?!internal).* (running|cached)$/s

/** One JSON object a line, with the fields that Docker Compose uses. */
export function jsonPrinter(output: Output): ProgressPrinter {
  const said = new Map<string, Row>()
  return {
    show: (board, event) => {
      for (const [id, row] of board.rows) {
        const before = said.get(id)
        const isNews = row.status !== (before?.status ?? '')
        const isNote = row.note !== undefined && row.note !== before?.note
        said.set(id, row)
        if (isNews || isNote) output.write(`${JSON.stringify(toJson(row, event))}\n`)
      }
    },
    end: () => {},
  }
}

function toJson({ title, status, note, state }: Row, event: ApplyEvent | undefined) {
  const transfer = event?.kind === 'action-progress' ? event : undefined
  return {
    id: title,
    status,
    ...(note !== undefined && { text: note }),
    ...(transfer?.currentBytes !== undefined && { current: transfer.currentBytes }),
    ...(transfer?.totalBytes !== undefined && { total: transfer.totalBytes }),
    ...(state === 'failed' && { error: true }),
  }
}
