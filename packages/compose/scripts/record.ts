/**
 * Asks the real Docker Compose CLI what it makes of every fixture and writes `oracle.json` beside it.
 *
 * Run it with `COMPOSE_CLI=/path/to/docker-compose pnpm --filter @berth/compose record [section/case …]`.
 * With `--root FOLDER` it records the fixtures of another package. Tests never need the CLI.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  baseEnvironment,
  type CaseOptions,
  type FixtureCase,
  hideFolder,
  listCases,
  type Oracle,
  type RecordedCommand,
} from './fixture-cases.ts'

/** The flags of `config` that leave out a step. */
const flagOf: Readonly<
  Record<Exclude<keyof CaseOptions, 'selectResources' | 'checkContainerNames'>, string>
> = {
  interpolate: '--no-interpolate',
  normalize: '--no-normalize',
  resolvePaths: '--no-path-resolution',
  resolveEnvironment: '--no-env-resolution',
  checkConsistency: '--no-consistency',
}

const cli = process.env.COMPOSE_CLI
if (cli === undefined || !existsSync(cli)) {
  console.error('Set COMPOSE_CLI to the path of the docker-compose 2.40.3 program.')
  process.exit(1)
}

const version = execFileSync(cli, ['version', '--short'], { encoding: 'utf8' }).trim()
const { values, positionals: wanted } = parseArgs({
  options: { root: { type: 'string' } },
  allowPositionals: true,
})
const cases = listCases(values.root && resolve(values.root)).filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name),
)
for (const fixture of cases) {
  const oracle = fixture.request.commands ? recordCommands(fixture, cli) : record(fixture, cli)
  writeFileSync(join(fixture.folder, 'oracle.json'), `${JSON.stringify(oracle, null, 2)}\n`)
  console.log(`${fixture.name}: ${oracle.status === 0 ? 'loads' : oracle.error}`)
}
console.log(`${cases.length} cases recorded with ${version}`)

function record(fixture: FixtureCase, program: string): Oracle {
  const json = ask(fixture, program, ['config', '--format', 'json'])
  if (json.status !== 0)
    return { version, status: json.status, error: json.stderr.trim().split('\n').at(-1) ?? '' }
  const yaml = ask(fixture, program, ['config'])
  const hashLines =
    fixture.request.options?.interpolate === false
      ? ''
      : ask(fixture, program, ['config', '--hash', '*']).stdout.trim()
  const hashes = hashLines.split('\n').sort()
  return {
    version,
    status: json.status,
    json: json.stdout.split('\n'),
    yaml: yaml.stdout.split('\n'),
    hashes: Object.fromEntries(hashes.filter(Boolean).map((line) => line.split(' '))),
  }
}

function recordCommands(fixture: FixtureCase, program: string): Oracle {
  const { commands = [] } = fixture.request
  const recorded = commands.map((line): [string, RecordedCommand] => {
    const { status, stdout, stderr } = ask(fixture, program, ['config', ...line.split(' ').filter(Boolean)])
    const error = stderr.trim().split('\n').at(-1) ?? ''
    return [line, { status, out: stdout.split('\n'), ...(status !== 0 && { error }) }]
  })
  return { version, status: 0, commands: Object.fromEntries(recorded) }
}

function ask({ folder, request }: FixtureCase, program: string, command: readonly string[]) {
  const { files = [], profiles = [], envFiles = [], projectName, options = {} } = request
  const { selectResources = true, ...steps } = options
  const flags = [
    ...files.flatMap((file) => ['-f', file]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...envFiles.flatMap((file) => ['--env-file', file]),
    ...(projectName === undefined ? [] : ['-p', projectName]),
    ...(selectResources ? [] : ['--all-resources']),
  ]
  const leftOut = Object.entries(steps).filter(([, isOn]) => !isOn)
  // Holds because the object has the keys of its type only.
  const withouts = leftOut.map(([name]) => flagOf[name as keyof typeof flagOf])
  const { status, stdout, stderr } = spawnSync(program, [...flags, ...command, ...withouts], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...baseEnvironment, ...request.environment },
  })
  const hide = (text: string) => hideFolder(text, { folder })
  return { status: status ?? 1, stdout: hide(stdout), stderr: hide(stderr) }
}
