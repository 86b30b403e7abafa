import type { ApplyEvent, Plan } from '@berth/convergence'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { styleFor } from '../print/style.ts'
import { isTrue } from '../project/plan-options.ts'
import type { World } from '../world.ts'
import { advance, type Board, createBoard, type Unchanged } from './board.ts'
import { livePrinter } from './live.ts'
import { jsonPrinter, type ProgressPrinter, plainPrinter, quietPrinter } from './printer.ts'

/** The progress of one plan. */
export interface Progress {
  readonly onEvent: (event: ApplyEvent) => void
  /** Someone wants it to end: what has begun is finished, nothing new is begun. */
  readonly interrupt: () => void
  /** May be called twice. */
  readonly end: () => void
}

export interface ProgressInput {
  readonly plan: Plan
  readonly unchanged: readonly Unchanged[]
  readonly globals: Pick<FlagValues<GlobalFlags>, 'ansi' | 'progress'>
  readonly world: World
  /** What is done to the project, while and after: `['Deploying', 'Deployed']`. */
  readonly verb: readonly [doing: string, done: string]
}

export type ProgressStyle = 'tty' | 'plain' | 'json' | 'quiet'

/**
 * `--progress`, else `COMPOSE_PROGRESS`; by itself a live table on a terminal that can redraw, else plain
 * lines. `--ansi never` means plain lines too, as nothing can be redrawn without.
 */
export function progressStyle(
  { ansi, progress }: ProgressInput['globals'],
  { env }: World,
  isTerminal: boolean,
): ProgressStyle {
  const asked = progress ?? env.COMPOSE_PROGRESS ?? 'auto'
  if (asked === 'tty' || asked === 'plain' || asked === 'json' || asked === 'quiet') return asked
  const mayRedraw = (ansi ?? env.COMPOSE_ANSI) !== 'never' && env.TERM !== 'dumb'
  return isTerminal && mayRedraw ? 'tty' : 'plain'
}

/** Starts to show the progress of a plan, on standard error unless `COMPOSE_STATUS_STDOUT` is set. */
export function startProgress(input: ProgressInput): Progress {
  let board = createBoard(input.plan, input.unchanged)
  let isInterrupted = false
  let isOver = false
  const printer = createPrinter(input, () => {
    const [doing, done] = input.verb
    if (isOver && isWhole(board)) return `${done} ${input.plan.project}`
    return isInterrupted && !isOver
      ? 'Interrupted: finishing what has begun, Ctrl-C again leaves it as it is'
      : `${doing} ${input.plan.project}`
  })
  printer.show(board)
  return {
    onEvent: (event) => {
      board = advance(board, event)
      printer.show(board, event)
    },
    interrupt: () => {
      isInterrupted = true
      printer.interrupt?.()
    },
    end: () => {
      if (isOver) return
      isOver = true
      printer.end()
    },
  }
}

function createPrinter({ globals, world }: ProgressInput, heading: () => string): ProgressPrinter {
  const output = isTrue(world.env.COMPOSE_STATUS_STDOUT) ? world.out : world.err
  switch (progressStyle(globals, world, output.isTerminal)) {
    case 'quiet':
      return quietPrinter
    case 'json':
      return jsonPrinter(output)
    case 'plain':
      return plainPrinter(output)
    case 'tty':
      return livePrinter(output, { heading, style: styleFor(output, world, globals.ansi), world })
  }
}

const isWhole = ({ rows }: Board) => [...rows.values()].every(({ state }) => state === 'done')
