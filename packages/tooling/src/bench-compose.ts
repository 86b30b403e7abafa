/**
 * Times our loader and `berth config` against the real `docker compose config`: in one run, in turns, on the
 * same files. Prints the table and the goals, and writes both into docs/benchmarks.md. Ends with 1 when a goal
 * is missed.
 *
 * usage: COMPOSE_CLI=/path/to/docker-compose pnpm bench:compose [ROUNDS]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Contenders, contendersWith } from './benchmark/contenders.ts'
import { type Measurement, reportOf } from './benchmark/report.ts'
import { type SampleProject, writeSampleProjects } from './benchmark/sample-projects.ts'
import { spreadOf } from './benchmark/spread.ts'
import { writeSection } from './benchmark/write-section.ts'
import { composeCliMissing, findComposeCli } from './compose-cli.ts'

const rounds = Number(process.argv[2] ?? 21)
const cli = findComposeCli(process.env.COMPOSE_CLI)
if (cli === undefined || !(rounds > 0)) {
  console.error(cli === undefined ? composeCliMissing : 'usage: pnpm bench:compose [ROUNDS]')
  process.exit(2)
}

const folder = mkdtempSync(path.join(tmpdir(), 'berth-bench-'))
try {
  const contenders = contendersWith(cli)
  const measurements = writeSampleProjects(folder).map((project) => measure(project, contenders))
  const report = reportOf({ measurements, rounds, composeVersion: cli.version })
  console.log(`${report.table}\n\n${report.goals.map(({ text }) => text).join('\n')}`)
  writeSection('docs/benchmarks.md', 'bench:compose', report)
  process.exitCode = report.goals.every(({ isMet }) => isMet) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}

/** Every contender once in each round, so that what else the machine does falls on all of them alike. */
function measure(project: SampleProject, contenders: Contenders): Measurement {
  const turn = () => ({
    loaderWarm: contenders.loaderWarm(project),
    loaderCold: contenders.loaderCold(project),
    nodeEmpty: contenders.nodeEmpty(project),
    berthConfig: contenders.berthConfig(project),
    composeConfig: contenders.composeConfig(project),
  })
  // The first turn fills the caches of files and of compiled code; the loads make the loader warm.
  turn()
  for (let load = 0; load < warmUpLoads(project); load++) contenders.loaderWarm(project)
  const turns = Array.from({ length: rounds }, turn)
  return {
    project,
    times: {
      loaderWarm: spreadOf(turns.map(({ loaderWarm }) => loaderWarm)),
      loaderCold: spreadOf(turns.map(({ loaderCold }) => loaderCold)),
      nodeEmpty: spreadOf(turns.map(({ nodeEmpty }) => nodeEmpty)),
      berthConfig: spreadOf(turns.map(({ berthConfig }) => berthConfig)),
      composeConfig: spreadOf(turns.map(({ composeConfig }) => composeConfig)),
    },
  }
}

/** As much work for each project, so that none is measured with half-compiled code. */
function warmUpLoads({ services }: SampleProject): number {
  return Math.ceil(4000 / services)
}
