import { availableParallelism, cpus, totalmem } from 'node:os'
import { markdownTable } from '../docs/markdown-table.ts'
import type { Contender } from './contenders.ts'
import type { SampleProject } from './sample-projects.ts'
import { formatSpread, type Spread } from './spread.ts'

/** What was measured with one project. */
export interface Measurement {
  readonly project: SampleProject
  readonly times: { readonly [C in Contender]: Spread }
}

/** A goal, and whether this run met it. */
export interface Goal {
  readonly isMet: boolean
  /** With the figures it was judged by. */
  readonly text: string
}

/** What a run came to, for people. */
export interface Report {
  /** When, where and against what. */
  readonly circumstances: string
  /** Markdown. */
  readonly table: string
  readonly goals: readonly Goal[]
}

export interface ReportOptions {
  readonly measurements: readonly Measurement[]
  readonly rounds: number
  readonly composeVersion: string
}

/** Puts measurements into a table and judges the goals. Reads the clock and the size of the machine. */
export function reportOf({ measurements, rounds, composeVersion }: ReportOptions): Report {
  return {
    circumstances: circumstancesOf({ rounds, versions: `Docker Compose ${composeVersion}` }),
    table: tableOf(measurements),
    goals: goalsOf(measurements),
  }
}

/** When, where and against what: one sentence. Reads the clock and the size of the machine. */
export function circumstancesOf({
  rounds,
  versions,
}: {
  readonly rounds: number
  readonly versions: string
}): string {
  const memoryGigabytes = Math.round(totalmem() / 2 ** 30)
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memoryGigabytes} GB of memory`
  const date = new Date().toISOString().slice(0, 10)
  return `${date}, ${machine}, Node ${process.versions.node}, ${versions}; ${rounds} rounds, in turns.`
}

const tableOf = (measurements: readonly Measurement[]) =>
  markdownTable(
    [
      'Services',
      'Kilobytes',
      'Loader, warm',
      'Loader, cold',
      'Node, empty script',
      '`berth config`',
      '`docker compose config`',
      'CLI / warm loader',
      'CLI / `berth config`',
    ],
    measurements.map(({ project, times }) => [
      project.name,
      (project.bytes / 1000).toFixed(1),
      formatSpread(times.loaderWarm),
      formatSpread(times.loaderCold),
      formatSpread(times.nodeEmpty),
      formatSpread(times.berthConfig),
      formatSpread(times.composeConfig),
      `${ratio(times.composeConfig, times.loaderWarm).toFixed(1)}×`,
      `${ratio(times.composeConfig, times.berthConfig).toFixed(2)}×`,
    ]),
  )

const ratio = (a: Spread, b: Spread) => a.median / b.median

/** Growth up to this factor over the growth of the file counts as linear: caches and the collector have their say. */
const linearTolerance = 1.3

/** Judges what was promised. Pure. */
export function goalsOf(measurements: readonly Measurement[]): Goal[] {
  return measurements.flatMap((measurement, index) => {
    const { project, times } = measurement
    const faster = ratio(times.composeConfig, times.loaderWarm)
    const command = ratio(times.composeConfig, times.berthConfig)
    const seconds = times.loaderWarm.median / 1000
    const smaller = measurements[index - 1]
    return [
      ...(project.services === 20
        ? [
            goal(
              faster >= 20,
              `loader, warm, on 20 services: ${faster.toFixed(1)}× faster than docker compose config (goal: 20×)`,
            ),
          ]
        : []),
      goal(
        command >= 1,
        `berth config, ${project.name} services: ${command.toFixed(2)}× as fast as docker compose config (goal: no slower)`,
      ),
      ...(project.services === 1000
        ? [goal(seconds < 1, `loader on 1,000 services: ${seconds.toFixed(2)} s (goal: under 1 s)`)]
        : []),
      ...(smaller !== undefined && smaller.project.services * 10 === project.services
        ? [growth(smaller, measurement)]
        : []),
    ]
  })
}

function growth(small: Measurement, large: Measurement): Goal {
  const time = ratio(large.times.loaderWarm, small.times.loaderWarm)
  const size = large.project.bytes / small.project.bytes
  return goal(
    time <= size * linearTolerance,
    `growth from ${small.project.services} to ${large.project.services} services: ${size.toFixed(1)} times the text, ${time.toFixed(1)} times the time (goal: linear)`,
  )
}

const goal = (isMet: boolean, text: string): Goal => ({ isMet, text: `${isMet ? '✓' : '✗'} ${text}` })
