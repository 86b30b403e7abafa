import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { formatProject, type LoadOptions } from '@berth/compose'
import { type DiskResult, loadProjectFromDisk } from '@berth/compose/node'
import { printedConfigHash } from '@berth/convergence'
import type { ComposeCli } from '../compose-cli.ts'
import type { ComposeProject } from './find-projects.ts'
import { firstDifference } from './first-difference.ts'

/** What both sides see of the machine: the folder too, which the reference would call by its place without links. */
export const environmentIn = (folder: string) => ({ HOME: '/home/ada', PATH: '/usr/bin:/bin', PWD: folder })

/** A run of the reference that takes longer hangs. Milliseconds. */
const timeLimit = 20_000

/**
 * Loads one file with both sides and compares `config --format json`, `config --hash '*'` and whether they
 * refuse it.
 *
 * @returns The first difference in words; undefined when there is none.
 */
export function compare(project: ComposeProject, cli: ComposeCli): string | undefined {
  const ours = loadOurs(project)
  const theirs = ask(project, cli, { flags: ['--format', 'json'] })
  if (theirs.error !== undefined) return `the reference did not end: ${theirs.error.message}`
  if (ours instanceof Error) return `ours throws: ${ours.message}`
  if (theirs.status !== 0) return ours.project && `ours loads, theirs: ${lastLine(theirs.stderr)}`
  if (ours.project === undefined) return `theirs loads, ours: ${firstError(ours)}`
  const text = formatProject(ours.project, 'json')
  if (text !== theirs.stdout) {
    return firstDifference(JSON.parse(text), JSON.parse(theirs.stdout)) ?? 'the order or spelling of the JSON'
  }
  return firstDifference(ourHashes(project), theirHashes(project, cli), 'hash')
}

/** A file that makes our loader throw must not keep the other files from being compared. */
function loadOurs({ folder, files }: ComposeProject, options: LoadOptions = {}): DiskResult | Error {
  try {
    return loadProjectFromDisk({ cwd: folder, files, environment: environmentIn(folder), options })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** The reference hashes the names of env files here, as `berth config --hash` does. */
function ourHashes(project: ComposeProject): Record<string, string> {
  const ours = loadOurs(project, { resolveEnvironment: false })
  if (ours instanceof Error || ours.project === undefined) return {}
  const services = Object.entries(ours.project.services)
  return Object.fromEntries(services.map(([name, service]) => [name, printedConfigHash(service)]))
}

const theirHashes = (project: ComposeProject, cli: ComposeCli) =>
  Object.fromEntries(
    ask(project, cli, { flags: ['--hash', '*'] })
      .stdout.split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ')),
  )

/** Runs `config` of the reference on a project. */
export function ask(
  { folder, files }: ComposeProject,
  cli: ComposeCli,
  { globals = [], flags }: { readonly globals?: readonly string[]; readonly flags: readonly string[] },
): SpawnSyncReturns<string> {
  const named = files.flatMap((file) => ['-f', file])
  return spawnSync(cli.program, [...cli.args, ...named, ...globals, 'config', ...flags], {
    cwd: folder,
    env: environmentIn(folder),
    encoding: 'utf8',
    timeout: timeLimit,
    maxBuffer: 100_000_000,
  })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? ''

function firstError({ diagnostics }: DiskResult): string {
  const error = diagnostics.find(({ severity }) => severity === 'error')
  const line = error?.range === undefined ? '' : ` (line ${error.range.line})`
  return error === undefined ? 'nothing is said' : `${error.code} ${error.message}${line}`
}
