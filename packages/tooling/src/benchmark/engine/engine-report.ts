import { markdownTable } from '../../docs/markdown-table.ts'
import { circumstancesOf, type Goal, type Report } from '../report.ts'
import { formatSpread, spreadOf } from '../spread.ts'
import { type ContenderName, contenderNames } from './contender.ts'
import { type CaseName, caseTitles } from './cycles.ts'
import type { CaseTimes } from './measure-cycle.ts'

/** What was promised of a case: the most that Berth's time may be, as a share of another's. */
interface Limits {
  readonly compose?: number
  readonly smallest?: number
  /** Milliseconds on a machine that does nothing else. */
  readonly ms?: number
  readonly calls?: number
}

const limits: Readonly<Record<CaseName, (services: number) => Limits>> = {
  up: (services) => ({ compose: services === 1 ? 0.65 : services === 5 ? 0.95 : 1, smallest: 1.15 }),
  noop: () => ({ compose: 0.1, smallest: 2 }),
  plan: (services) => (services === 50 ? { ms: 50, calls: 4 } : {}),
  change: () => ({ compose: 0.75, smallest: 1.15 }),
  scale: () => ({ compose: 0.88, smallest: 1.15 }),
  restart: () => ({}),
  down: () => ({ compose: 0.85, smallest: 1.15 }),
  'polite-down': () => ({ compose: 1, smallest: 1.15 }),
  chain: () => ({ compose: 0.9, smallest: 1.15 }),
  'chain-noop': () => ({ compose: 0.05, smallest: 2 }),
  build: () => ({}),
  command: () => ({ compose: 0.8 }),
}

/** Puts what was measured into a table and judges the goals. Reads the clock and the size of the machine. */
export function engineReportOf(
  cases: readonly CaseTimes[],
  about: { readonly rounds: number; readonly composeVersion: string; readonly engineVersion: string },
): Report {
  return {
    circumstances: circumstancesOf({
      ...about,
      versions: `Docker Engine ${about.engineVersion}, Docker Compose ${about.composeVersion}`,
    }),
    table: engineTableOf(cases),
    goals: engineGoalsOf(cases),
  }
}

/** Times, ratios and calls of each case, in Markdown. Pure. */
export const engineTableOf = (cases: readonly CaseTimes[]) =>
  markdownTable(
    [
      'Case',
      'Services',
      ...contenderNames,
      'Berth / CLI',
      'Berth / smallest',
      'Engine calls: Berth, CLI, smallest',
    ],
    cases.map((each) => [
      caseTitles[each.name],
      String(each.services),
      ...contenderNames.map((name) => cell(each.times[name], (times) => formatSpread(spreadOf(times)))),
      ...(['docker compose', 'smallest sequence'] as const).map((name) =>
        cell(ratioTo(name, each), (ratio) => ratio.toFixed(2)),
      ),
      contenderNames.map((name) => cell(each.calls[name], String)).join(' · '),
    ]),
  )

const cell = <T>(value: T | undefined, format: (value: T) => string) =>
  value === undefined ? '–' : format(value)

/** The median of the rounds' own ratios: what slows a whole round down falls out. */
function ratioTo(other: ContenderName, { times }: CaseTimes): number | undefined {
  const own = times.Berth
  const others = times[other]
  if (own === undefined || others === undefined) return undefined
  return spreadOf(own.map((time, round) => time / (others[round] ?? Number.NaN))).median
}

/** Judges what was promised. Pure. */
export function engineGoalsOf(cases: readonly CaseTimes[]): Goal[] {
  return cases.flatMap((each) => {
    const { compose, smallest, ms, calls } = limits[each.name](each.services)
    const own = each.times.Berth && spreadOf(each.times.Berth).median
    return [
      judge(each, ratioTo('docker compose', each), { of: 'of docker compose', limit: compose }),
      judge(each, ratioTo('smallest sequence', each), { of: 'of the smallest sequence', limit: smallest }),
      judge(each, own, { of: 'ms', limit: ms }),
      judge(each, each.calls.Berth, { of: 'Engine calls', limit: calls }),
    ].filter((goal) => goal !== undefined)
  })
}

function judge(
  { name, services }: CaseTimes,
  is: number | undefined,
  { of, limit }: { readonly of: string; readonly limit: number | undefined },
): Goal | undefined {
  if (is === undefined || limit === undefined) return undefined
  const isMet = is <= limit
  const figure = Number.isInteger(is) ? String(is) : is.toFixed(2)
  return {
    isMet,
    text: `${isMet ? '✓' : '✗'} ${caseTitles[name]}, ${services}: ${figure} ${of} (goal: ${limit} or less)`,
  }
}
