import { markdownTable } from '../../docs/markdown-table.ts'
import { circumstancesOf, type Goal, type Report } from '../report.ts'
import { spreadOf } from '../spread.ts'
import type { ListFigures } from './measure-list.ts'
import type { LogFigures } from './measure-logs.ts'

/** What a run measured. */
export interface ServerFigures {
  readonly list: ListFigures
  /** Milliseconds from the Engine's stream to a client's. */
  readonly eventMs: readonly number[]
  readonly logs: LogFigures
  /** Megabytes that the server holds: idle with 50 projects, and after everything above. */
  readonly memory: { readonly idle: number; readonly after: number }
}

/** Puts what was measured into a table and judges the goals. Reads the clock and the size of the machine. */
export function serverReportOf(
  figures: ServerFigures,
  about: { readonly rounds: number; readonly engineVersion: string },
): Report {
  return {
    circumstances: circumstancesOf({ ...about, versions: `Docker Engine ${about.engineVersion}` }),
    table: markdownTable(['What', 'Berth', 'Against', 'Ratio'], rowsOf(figures)),
    goals: serverGoalsOf(figures),
  }
}

const median = (values: readonly number[]) => spreadOf(values).median

/** The median of the rounds' own ratios. */
const ratioOf = (own: readonly number[], other: readonly number[]) =>
  median(own.map((value, round) => value / (other[round] ?? Number.NaN)))

/** Of the sorted values the one below which 99 of 100 are. */
const p99 = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN

const whole = (value: number) => Math.round(value).toLocaleString('en')

function rowsOf({ list, eventMs, logs, memory }: ServerFigures): string[][] {
  return [
    [
      `list of 200 projects, ${list.kilobytes.toFixed(0)} kB, ms: p50, p99`,
      `${list.p50}, ${list.p99}`,
      '–',
      '–',
    ],
    [
      'the same, requests a second, 10 callers; against a bare route',
      whole(median(list.rates.berth)),
      whole(median(list.rates.bare)),
      ratioOf(list.rates.berth, list.rates.bare).toFixed(2),
    ],
    [
      "from the Engine's event to a client's, ms: p50, p99",
      `${median(eventMs).toFixed(1)}, ${p99(eventMs).toFixed(1)}`,
      '–',
      '–',
    ],
    [
      'log lines a second to one reader; against the Engine read directly',
      whole(median(logs.rates.berth)),
      whole(median(logs.rates.engine)),
      ratioOf(logs.rates.berth, logs.rates.engine).toFixed(2),
    ],
    ['log lines a second to each of ten readers', whole(logs.ten.rate), '–', '–'],
    [
      'memory for ten readers, MB: before, at most',
      `${whole(logs.ten.before)}, ${whole(logs.ten.most)}`,
      '–',
      '–',
    ],
    [
      'memory, MB: idle with 50 projects, after all of this',
      `${whole(memory.idle)}, ${whole(memory.after)}`,
      '–',
      '–',
    ],
  ]
}

/** The most that ten readers of a log may add, in megabytes: what is on its way to them, and no more. */
const mostForReaders = 100

/** Judges what was promised. Pure. */
export function serverGoalsOf({ list, eventMs, logs, memory }: ServerFigures): Goal[] {
  const rate = ratioOf(list.rates.berth, list.rates.bare)
  const logRate = ratioOf(logs.rates.berth, logs.rates.engine)
  const added = logs.ten.most - logs.ten.before
  return [
    goal(list.p99 < 30, `list of 200 projects: p99 ${list.p99} ms (goal: under 30)`),
    goal(
      rate >= 1 / 3,
      `list of 200 projects: ${rate.toFixed(2)} of a bare route's requests a second (goal: 0.33)`,
    ),
    goal(
      p99(eventMs) < 50,
      `events: p99 ${p99(eventMs).toFixed(1)} ms after the Engine's own (goal: under 50)`,
    ),
    goal(logRate >= 0.8, `log of one container: ${logRate.toFixed(2)} of the Engine's rate (goal: 0.8)`),
    goal(logs.lost === 0, `log lines lost: ${logs.lost} (goal: 0)`),
    goal(
      added < mostForReaders,
      `ten readers of a log: ${whole(added)} MB more (goal: under ${mostForReaders})`,
    ),
    goal(memory.idle < 150, `idle with 50 projects: ${whole(memory.idle)} MB (goal: under 150)`),
  ]
}

const goal = (isMet: boolean, text: string): Goal => ({ isMet, text: `${isMet ? '✓' : '✗'} ${text}` })
