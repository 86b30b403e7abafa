import { setTimeout } from 'node:timers/promises'
import { type ContainerSummary, type EngineReader, isEngineError, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { statsFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { formatListing } from '../print/listing.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { listContainers } from '../project/containers.ts'
import { findTarget } from '../project/target.ts'
import { type MeasuredContainer, statsListing } from '../stats/stats-listing.ts'
import { watchStats } from '../stats/watch-stats.ts'
import type { World } from '../world.ts'

type StatsInput = CommandInput<typeof statsFlags>

/** `berth stats`: what the containers of the project use, until Ctrl-C or once. */
export async function stats(input: StatsInput): Promise<number> {
  const { flags, globals, world, services } = input
  const format = (measured: readonly MeasuredContainer[]) =>
    formatListing(flags.format, statsListing(measured, !flags['no-trunc']))
  const sample = format([])
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (typeof sample !== 'string') return refuse(sample.problem)
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const since = world.now()
    const choice = { project: target.name, services, all: flags.all, oneOff: true }
    const containers = await listContainers(engine, choice)
    if (flags['no-stream']) {
      world.out.write(String(format(await measureOnce(engine, containers))))
      return 0
    }
    const show = (measured: readonly MeasuredContainer[]) =>
      world.out.write(screen(String(format(measured)), world))
    return watch({ engine, project: target.name, containers, since, services, all: flags.all, world, show })
  })
}

/** So many at a time: each of them takes the Engine a second. */
const atOnce = 16

async function measureOnce(
  engine: EngineReader,
  containers: readonly ContainerSummary[],
): Promise<MeasuredContainer[]> {
  const measured: MeasuredContainer[] = []
  for (let next = 0; next < containers.length; next += atOnce) {
    const found = await Promise.all(
      containers.slice(next, next + atOnce).map((container) => measure(engine, container)),
    )
    measured.push(...found.filter((one) => one !== undefined))
  }
  return measured
}

async function measure(
  engine: EngineReader,
  container: ContainerSummary,
): Promise<MeasuredContainer | undefined> {
  try {
    for await (const stats of engine.containerStats(container.id)) return { container, stats }
    return undefined
  } catch (error) {
    // Removed meanwhile.
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return undefined
    throw error
  }
}

interface Watching {
  readonly engine: EngineReader
  readonly project: string
  readonly containers: readonly ContainerSummary[]
  readonly services: readonly string[]
  readonly all: boolean
  readonly since: number
  readonly world: World
  readonly show: (measured: readonly MeasuredContainer[]) => void
}

/** The Engine samples once a second. */
const refreshMs = 1_000

async function watch({ world, services, all, show, ...input }: Watching): Promise<number> {
  const interrupted = new AbortController()
  const { signal } = interrupted
  const stopListening = world.onInterrupt(() => interrupted.abort())
  const watched = watchStats({
    ...input,
    signal,
    keepsStopped: all,
    isWanted: (labels) => services.length === 0 || services.includes(labels[label.service] ?? ''),
  })
  try {
    await Promise.race([watched.begun, watched.failed])
    for (;;) {
      show(watched.latest())
      await Promise.race([setTimeout(refreshMs, undefined, { signal }), watched.failed])
    }
  } catch (error) {
    if (!signal.aborted) throw error
    return 130
  } finally {
    stopListening()
    interrupted.abort()
  }
}

/** On a terminal the new list takes the place of the old one. */
const screen = (text: string, { out }: World) =>
  out.isTerminal ? `\u001b[H${text.replaceAll('\n', '\u001b[K\n')}\u001b[J` : text
