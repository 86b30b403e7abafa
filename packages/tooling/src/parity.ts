/**
 * Compares what Berth makes of projects with what the real Docker Compose makes of them; `--help` says more.
 *
 * usage: COMPOSE_CLI=/path/to/docker-compose pnpm parity [FOLDER…]
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { compareApi } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, testEngineHost } from '@berth/testkit/engine'
import { composeCliMissing, findComposeCli } from './compose-cli.ts'
import { type Comparing, compareCase } from './parity/compare-case.ts'
import { casesFolder, findCases, type ParityCase } from './parity/find-cases.ts'
import { recordCase } from './parity/record.ts'

const help = `usage: pnpm parity [FOLDER…]
       pnpm parity --record [FOLDER…]

Deploys every case below the folders (packages/convergence/parity unless said) with the real Docker Compose 2.40.3
and with Berth in turn, and compares all containers, networks and volumes that the Engine then shows, but for ids,
dates and addresses that nobody asked for. Each program then finds what the other made: nothing is replaced or
started again, docker compose ps, logs and down work. Needs an Engine, and uses the Docker Compose that COMPOSE_CLI
names, else docker-compose or docker compose on the PATH.

--record writes what Docker Compose sends to the Engine for each case to its requests.json, which npm test compares
with what Berth sends. Cases are recorded in the folder /project, which must not exist.

Ends with 1 when something differs.`

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean' }, record: { type: 'boolean' } },
  allowPositionals: true,
})
if (values.help) {
  console.log(help)
  process.exit(0)
}
const folders = positionals.length > 0 ? positionals : [casesFolder]
const missing = folders.find((folder) => !existsSync(folder))
const cli = findComposeCli(process.env.COMPOSE_CLI)
if (missing !== undefined || cli === undefined) {
  console.error(missing === undefined ? composeCliMissing : `There is no folder ${missing}.`)
  process.exit(2)
}

const engine = await connectTestEngine()
const dockerConfig = mkdtempSync(path.join(tmpdir(), 'berth-parity-config-'))
try {
  await ensureBusybox(engine)
  const auth = Buffer.from('ada:secret').toString('base64')
  writeFileSync(
    path.join(dockerConfig, 'config.json'),
    JSON.stringify({ auths: { 'registry.example': { auth } } }),
  )
  linkBuildx(cli.program)
  const around = { host: testEngineHost() ?? 'unix:///var/run/docker.sock', dockerConfig }
  const cases = folders.flatMap(findCases)
  if (values.record) await recordAll(cases, { cli, engine, around })
  else process.exitCode = await compareAll(cases, { cli, engine, around })
} finally {
  engine.close()
  rmSync(dockerConfig, { recursive: true })
}

/** Docker Compose builds with the plugin beside it; without one it leaves out some of what the file says. */
function linkBuildx(composeProgram: string): void {
  const buildx = path.join(path.dirname(composeProgram), 'docker-buildx')
  if (!existsSync(buildx)) return
  mkdirSync(path.join(dockerConfig, 'cli-plugins'))
  symlinkSync(buildx, path.join(dockerConfig, 'cli-plugins/docker-buildx'))
}

async function recordAll(cases: readonly ParityCase[], recording: Comparing): Promise<void> {
  for (const each of cases.filter(({ isRecorded }) => isRecorded)) {
    const error = await recordCase(each, recording)
    console.log(`${each.name}: recorded${error === undefined ? '' : `, until ${error}`}`)
  }
}

/** Resolves with the exit code. */
async function compareAll(cases: readonly ParityCase[], comparing: Comparing): Promise<number> {
  const { apiVersion } = await comparing.engine.version()
  const canDeploy = ({ isDeployable, needsApi = apiVersion }: ParityCase) =>
    isDeployable && compareApi(apiVersion, needsApi) >= 0
  const counts = { equal: 0, differ: 0 }
  for (const each of cases.filter(canDeploy)) {
    const differences = await compareCase(each, comparing)
    counts[differences.length === 0 ? 'equal' : 'differ']++
    console.log([`${differences.length === 0 ? '✓' : '✗'} ${each.name}`, ...differences].join('\n    '))
  }
  const idle = cases.filter((each) => !canDeploy(each)).map(({ name }) => name)
  if (idle.length > 0)
    console.log(`not deployed, as this machine or Engine lacks what they need: ${idle.join(', ')}`)
  console.log(`compared with Docker Compose ${comparing.cli.version} on an Engine with API ${apiVersion}`)
  console.log(`parity: ${counts.equal} equal, ${counts.differ} differ`)
  return counts.differ === 0 ? 0 : 1
}
