/**
 * Times the server as a process of its own, with 200 projects and 1,000 containers on a real Engine: the list of
 * projects against a bare Fastify route, events and logs against the Engine read directly, and what it holds in
 * memory. Prints the table and the goals, and writes both into docs/benchmarks.md unless it is a short run. Ends
 * with 1 when a goal is missed.
 *
 * usage: DOCKER_HOST=unix:///path/to/docker.sock pnpm bench:server [--rounds N] [--short]
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { connectTestEngine, ensureBusybox } from '@berth/testkit/engine'
import { measureEvents } from './benchmark/server/measure-events.ts'
import { measureList } from './benchmark/server/measure-list.ts'
import { measureLogs } from './benchmark/server/measure-logs.ts'
import { residentMegabytes } from './benchmark/server/resident-memory.ts'
import { serverReportOf } from './benchmark/server/server-report.ts'
import { onStage } from './benchmark/server/stage.ts'
import { writeSection } from './benchmark/write-section.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, short: { type: 'boolean', default: false } },
})
const rounds = Number(values.rounds)
if (!(rounds > 0)) {
  console.error('usage: pnpm bench:server [--rounds N] [--short]')
  process.exit(2)
}

/** The server has had time to give back what starting took. */
const idleMs = 10_000
const size = values.short
  ? { projects: 20, few: 5, changes: 6, lines: 10_000 }
  : { projects: 200, few: 50, changes: 100, lines: 100_000 }

const engine = await connectTestEngine()
try {
  const image = await ensureBusybox(engine)
  const { version } = await engine.version()
  const run = randomBytes(3).toString('hex')
  const stage = { engine, image, servicesEach: 5 }
  console.error(`memory with ${size.few} projects`)
  const idle = await onStage(
    { ...stage, prefix: `bench-${run}-a`, projects: size.few },
    async ({ server }) => {
      await delay(idleMs)
      return residentMegabytes(server.pid)
    },
  )
  console.error(`${size.projects} projects`)
  const figures = await onStage(
    { ...stage, prefix: `bench-${run}-b`, projects: size.projects },
    async (on) => {
      const list = await measureList(on, rounds)
      const eventMs = await measureEvents(on, { engine, image, changes: size.changes })
      const logs = await measureLogs(on, { engine, image, rounds, lines: size.lines })
      return { list, eventMs, logs, memory: { idle, after: residentMegabytes(on.server.pid) } }
    },
  )
  const report = serverReportOf(figures, { rounds, engineVersion: version })
  console.log(`\n${report.table}\n\n${report.goals.map(({ text }) => text).join('\n')}`)
  if (!values.short) writeSection('docs/benchmarks.md', 'bench:server', report)
  process.exitCode = report.goals.every(({ isMet }) => isMet) ? 0 : 1
} finally {
  engine.close()
}
