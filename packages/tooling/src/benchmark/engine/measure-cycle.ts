import { performance } from 'node:perf_hooks'
import { spreadOf } from '../spread.ts'
import type { BenchProject } from './bench-project.ts'
import { type ContenderName, contenderNames, type EngineContender, type Wanted } from './contender.ts'
import type { CaseName, Step } from './cycles.ts'

/** Milliseconds of each round, or calls, by who is measured. */
export type ByContender<T> = { readonly [C in ContenderName]?: T }

/** What the rounds of one case came to. */
export interface CaseTimes {
  readonly name: CaseName
  readonly services: number
  /** In the order of the rounds: the first of each are of the same round. */
  readonly times: ByContender<readonly number[]>
  readonly calls: ByContender<number>
}

/** A contender, the project that it works on, and how many calls it made since this was last asked. */
export interface Entrant {
  readonly contender: EngineContender
  readonly project: BenchProject
  readonly taken: () => number
}

type MarkedStep = Step & { readonly isMeasured: boolean }

/** What somebody did: a number for each step that is measured. */
type CaseFigures = ReadonlyMap<CaseName, number>

/**
 * Lets every entrant go through the same steps, in turns, so that what else the machine does falls on all
 * alike. `counted` goes first, through the proxies: it warms everything up and counts the calls.
 */
export async function measureCycle(
  steps: readonly MarkedStep[],
  {
    counted,
    timed,
    rounds,
  }: {
    readonly counted: ByContender<Entrant>
    readonly timed: ByContender<Entrant>
    readonly rounds: number
  },
): Promise<CaseTimes[]> {
  const calls = new Map<ContenderName, CaseFigures>()
  for (const [name, entrant] of entriesOf(counted)) {
    calls.set(name, await live(entrant, steps, countCalls))
  }
  const times = new Map<ContenderName, CaseFigures[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, entrant] of rotated(entriesOf(timed), round)) {
      times.set(name, [...(times.get(name) ?? []), await live(entrant, steps, timeOf)])
    }
  }
  return steps
    .filter(({ isMeasured }) => isMeasured)
    .map(({ name }) => ({
      name,
      services: entriesOf(timed)[0]?.[1].project.services ?? 0,
      times: byContender((contender) => figuresOf(times.get(contender) ?? [], name)),
      calls: byContender((contender) => calls.get(contender)?.get(name)),
    }))
}

/** Undefined: who it is does not do this at all. */
function figuresOf(rounds: readonly CaseFigures[], name: CaseName): number[] | undefined {
  const figures = rounds.map((round) => round.get(name)).filter((figure) => figure !== undefined)
  return figures.length === 0 ? undefined : figures
}

const entriesOf = <T>(all: ByContender<T>): (readonly [ContenderName, T])[] =>
  contenderNames.flatMap((name) => {
    const own = all[name]
    return own === undefined ? [] : [[name, own] as const]
  })

const byContender = <T>(of: (name: ContenderName) => T | undefined): ByContender<T> =>
  Object.fromEntries(
    contenderNames.map((name) => [name, of(name)]).filter(([, value]) => value !== undefined),
  )

/** Whoever was first is last in the next round. */
const rotated = <T>(items: readonly T[], by: number): T[] => {
  const at = by % Math.max(1, items.length)
  return [...items.slice(at), ...items.slice(0, at)]
}

type Measure = (
  work: () => Promise<void>,
  about: { readonly taken: Entrant['taken']; readonly changesNothing: boolean },
) => Promise<number>

const repeats = 5

const timeOf: Measure = async (work, { changesNothing }) => {
  const times: number[] = []
  do {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  } while (changesNothing && times.length < repeats)
  return spreadOf(times).median
}

const countCalls: Measure = async (work, { taken }) => {
  taken()
  await work()
  return taken()
}

async function live(entrant: Entrant, steps: readonly MarkedStep[], measure: Measure): Promise<CaseFigures> {
  const { contender, project } = entrant
  const record = new Map<CaseName, number>()
  let now: Wanted = { tag: '1', scale: 1 }
  for (const step of steps) {
    const { name, call, wants = unchanged, isUndone = false, isMeasured, changesNothing = false } = step
    const before = now
    now = wants(now)
    const does = contender[call]
    if (does === undefined) continue
    const work = () => does(project, now)
    if (isMeasured) record.set(name, await measure(work, { taken: entrant.taken, changesNothing }))
    else await work()
    if (!isUndone) continue
    await contender.up(project, before)
    now = before
  }
  return record
}

const unchanged = (wanted: Wanted): Wanted => wanted
