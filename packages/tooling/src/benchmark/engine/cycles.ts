import type { ProjectKind } from './bench-project.ts'
import type { EngineContender, Wanted } from './contender.ts'

/** What is measured, as `--cases` names it. */
export type CaseName =
  | 'up'
  | 'noop'
  | 'plan'
  | 'change'
  | 'scale'
  | 'restart'
  | 'down'
  | 'polite-down'
  | 'chain'
  | 'chain-noop'
  | 'build'
  | 'command'

/** What is measured, as the tables call it. */
export const caseTitles: Readonly<Record<CaseName, string>> = {
  up: 'up',
  noop: 'up, nothing to do',
  plan: 'plan, nothing to do',
  change: 'up, one service changed',
  scale: 'up, one service from 1 to 10 replicas',
  restart: 'restart',
  down: 'down, stopped by SIGKILL',
  'polite-down': 'down, stopped by SIGTERM',
  chain: 'up, a chain of health checks',
  'chain-noop': 'up, a healthy chain, nothing to do',
  build: 'build, cache warm',
  command: '`up --detach` as a process, nothing to do',
}

/** One step in the life of a project. */
export interface Step {
  readonly name: CaseName
  readonly call: Exclude<keyof EngineContender, 'close'>
  /** From what it runs before to what it is to run. */
  readonly wants?: (now: Wanted) => Wanted
  /** It is undone before the next step, out of the measurement. */
  readonly isUndone?: boolean
  /** It changes nothing, so a round does it several times and counts the middle one. */
  readonly changesNothing?: boolean
}

/** The life of a project, from nothing to nothing. The first step and the last are done in any case. */
export interface Cycle {
  readonly kind: ProjectKind
  readonly services: number
  readonly steps: readonly [first: Step, ...Step[]]
  /** Berth is measured as a process too. */
  readonly isCommand?: boolean
}

const up = (name: CaseName): Step => ({ name, call: 'up' })
const down = (name: CaseName): Step => ({ name, call: 'down' })

const plain = (services: number): Cycle => ({
  kind: 'plain',
  services,
  steps: [
    up('up'),
    { ...up('noop'), changesNothing: true },
    { name: 'plan', call: 'plan', changesNothing: true },
    { ...up('change'), wants: (now) => ({ ...now, tag: '2' }) },
    { ...up('scale'), wants: (now) => ({ ...now, scale: 10 }), isUndone: true },
    { name: 'restart', call: 'restart' },
    down('down'),
  ],
})

/** Every life that is measured. The steps that are not asked for are left out, see {@link stepsOf}. */
export const cycles: readonly Cycle[] = [
  ...[1, 5, 20, 50].map(plain),
  ...[1, 5, 20, 50].map(
    (services): Cycle => ({ kind: 'polite', services, steps: [up('up'), down('polite-down')] }),
  ),
  {
    kind: 'chain',
    services: 5,
    steps: [up('chain'), { ...up('chain-noop'), changesNothing: true }, down('down')],
  },
  { kind: 'build', services: 1, steps: [{ name: 'build', call: 'build' }] },
  {
    kind: 'plain',
    services: 5,
    steps: [up('up'), { ...up('command'), changesNothing: true }, down('down')],
    isCommand: true,
  },
]

/**
 * The steps that a cycle has to go through to measure what was chosen, and which of them count. Empty when
 * none of them was chosen.
 */
export function stepsOf(
  { steps, kind, isCommand = false }: Cycle,
  chosen: ReadonlySet<CaseName>,
): readonly (Step & { readonly isMeasured: boolean })[] {
  // A project that is there only to be taken down, or only for the processes, is measured for that alone.
  const own = (name: CaseName) => (kind === 'plain' && !isCommand) || (name !== 'up' && name !== 'down')
  const marked = steps.map((step) => ({ ...step, isMeasured: chosen.has(step.name) && own(step.name) }))
  if (!marked.some(({ isMeasured }) => isMeasured)) return []
  return marked.filter(({ isMeasured }, index) => isMeasured || index === 0 || index === steps.length - 1)
}
