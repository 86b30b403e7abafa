import type { ApplyEvent, ApplyResult, Plan } from '@berth/convergence'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { styleFor } from '../print/style.ts'
import { isTrue } from '../project/plan-options.ts'
import type { Output, World } from '../world.ts'
import { advance, createBoard, type Unchanged } from './board.ts'
import { livePrinter } from './live.ts'
import { interruptedText, jsonPrinter, type ProgressPrinter, plainPrinter, quietPrinter } from './printer.ts'

/** The progress of one plan. */
export interface Progress {
  readonly onEvent: (event: ApplyEvent) => void
  /** Someone wants it to end: what has begun is finished, nothing new is begun. */
  readonly interrupt: () => void
  /** For whole lines that others print meanwhile, and afterwards. */
  readonly outputs: Pick<World, 'out' | 'err'>
  /** Only the first call counts. */
  readonly end: (outcome?: ApplyResult['outcome']) => void
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
  let ended: ApplyResult['outcome'] | undefined
  const printer = createPrinter(input, () => {
    const [doing, done] = input.verb
    const { project } = input.plan
    if (ended !== undefined) return { succeeded: `${done} ${project}`, ...unfinished(doing, project) }[ended]
    return isInterrupted ? interruptedText : `${doing} ${project}`
  })
  printer.show(board)
  const beside = (output: Output): Output => ({
    ...output,
    write: (text) => {
      const isDrawing = ended === undefined && output.isTerminal
      if (isDrawing && printer.writeAbove !== undefined) printer.writeAbove(output, text)
      else output.write(text)
    },
  })
  return {
    outputs: { out: beside(input.world.out), err: beside(input.world.err) },
    onEvent: (event) => {
      board = advance(board, event)
      printer.show(board, event)
    },
    interrupt: () => {
      isInterrupted = true
      printer.interrupt?.()
    },
    end: (outcome = 'failed') => {
      if (ended !== undefined) return
      ended = outcome
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

const unfinished = (doing: string, project: string) => ({
  failed: `${doing} ${project} failed`,
  cancelled: `${doing} ${project} was interrupted`,
})
