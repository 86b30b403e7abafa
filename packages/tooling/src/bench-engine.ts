/**
 * Times Berth against the real `docker compose` and against the smallest sequence of Engine calls that could do
 * the same: in one process tree, on one Engine, in turns. Prints the table and the goals, and writes both into
 * docs/benchmarks.md unless only a part was asked for. Ends with 1 when a goal is missed.
 *
 * usage: COMPOSE_CLI=/path/to/docker-compose DOCKER_HOST=unix:///path/to/docker.sock pnpm bench:engine
 *          [--rounds N] [--cases up,noop,…] [--services 1,5,20,50] [--write]
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isEngineError } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject } from '@berth/testkit/engine'
import { type BenchProject, writeBenchProject } from './benchmark/engine/bench-project.ts'
import { berthCommand, berthContender } from './benchmark/engine/berth.ts'
import type { ContenderName, EngineContender } from './benchmark/engine/contender.ts'
import { startCountingProxy } from './benchmark/engine/counting-proxy.ts'
import { type CaseName, type Cycle, caseTitles, cycles, stepsOf } from './benchmark/engine/cycles.ts'
import { composeContender } from './benchmark/engine/docker-compose.ts'
import { engineReportOf, engineTableOf } from './benchmark/engine/engine-report.ts'
import {
  type ByContender,
  type CaseTimes,
  type Entrant,
  measureCycle,
} from './benchmark/engine/measure-cycle.ts'
import { smallestSequence } from './benchmark/engine/smallest.ts'
import { writeSection } from './benchmark/write-section.ts'
import { composeCliMissing, findComposeCli } from './compose-cli.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    cases: { type: 'string' },
    services: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const isCase = (word: string): word is CaseName => word in caseTitles
const chosen = new Set((values.cases?.split(',') ?? Object.keys(caseTitles)).filter(isCase))
const sizes = values.services?.split(',').map(Number)
const found = findComposeCli(process.env.COMPOSE_CLI)
if (found === undefined || !(rounds > 0) || chosen.size === 0) {
  console.error(
    found === undefined ? composeCliMissing : `choose --cases among ${Object.keys(caseTitles).join(', ')}`,
  )
  process.exit(2)
}
const cli = found

const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
const run = randomBytes(3).toString('hex')
const engine = await connectTestEngine()
const host = engine.endpoint
const projects: BenchProject[] = []
try {
  await ensureBusybox(engine)
  const { version } = await engine.version()
  const cases: CaseTimes[] = []
  for (const cycle of cycles) {
    const measured = await measure(cycle)
    cases.push(...measured)
    // So that a run that is cut short was not for nothing.
    if (measured.length > 0) console.error(`${engineTableOf(measured)}\n`)
  }
  const report = engineReportOf(cases, { rounds, composeVersion: cli.version, engineVersion: version })
  console.log(`\n${report.table}\n\n${report.goals.map(({ text }) => text).join('\n')}`)
  const isWhole = values.cases === undefined && values.services === undefined
  if (isWhole || values.write) writeSection('docs/benchmarks.md', 'bench:engine', report)
  process.exitCode = report.goals.every(({ isMet }) => isMet) ? 0 : 1
} finally {
  for (const project of projects) await removeAll(project)
  engine.close()
  rmSync(folder, { recursive: true })
}

async function removeAll({ name, kind }: BenchProject): Promise<void> {
  await removeProject(engine, name)
  if (kind !== 'build') return
  await engine.removeImage(`${name}-s1`).catch((error: unknown) => {
    // A run that failed may not have come to build it.
    if (!isEngineError(error, 'ENGINE_IMAGE_NOT_FOUND')) throw error
  })
}

async function measure(cycle: Cycle): Promise<CaseTimes[]> {
  const steps = stepsOf(cycle, chosen)
  if (steps.length === 0 || (sizes !== undefined && !sizes.includes(cycle.services))) return []
  console.error(`${cycle.kind}, ${cycle.services}: ${steps.map(({ name }) => name).join(', ')}`)
  const makers = contendersFor(cycle)
  const timed = mapContenders(makers, (name, make) => {
    const project = writeBenchProject(folder, {
      kind: cycle.kind,
      services: cycle.services,
      name: `bench-${run}-${projects.length}`,
    })
    projects.push(project)
    return { name, project, contender: make(host), taken: () => 0 }
  })
  const proxy = await startCountingProxy(host, { folder, name: `proxy-${projects.length}` })
  const counted = mapContenders(timed, (name, { project }) => ({
    project,
    contender: (makers[name] ?? smallestSequence)(proxy.host),
    taken: () => proxy.taken().length,
  }))
  try {
    return await measureCycle(steps, { counted, timed, rounds })
  } finally {
    for (const { contender } of [counted, timed].flatMap((all) => Object.values<Entrant>(all)))
      contender.close()
    proxy.close()
  }
}

type Make = (host: string) => EngineContender

function contendersFor({ isCommand = false }: Cycle): ByContender<Make> {
  const compose: Make = (at) => composeContender(cli, { host: at, folder })
  if (isCommand) return { Berth: berthCommand, 'docker compose': compose }
  return { Berth: berthContender, 'docker compose': compose, 'smallest sequence': smallestSequence }
}

function mapContenders<T, R>(all: ByContender<T>, to: (name: ContenderName, value: T) => R): ByContender<R> {
  // Safe: the keys of a ByContender are names of contenders.
  const entries = Object.entries(all) as [ContenderName, T][]
  return Object.fromEntries(entries.map(([name, value]) => [name, to(name, value)]))
}
