import { run } from '../../../../apps/cli/src/run.ts'
import { fakeWorld } from '../../../../apps/cli/src/testing/fake-world.ts'
import type { ComposeCli } from '../compose-cli.ts'
import { ask, environmentIn } from './compare.ts'
import type { ComposeProject } from './find-projects.ts'
import { firstLineDifference } from './first-line-difference.ts'

/** What stands before `config` and behind it, and whether the reference prints the lines in any order. */
interface Line {
  readonly globals?: readonly string[]
  readonly flags: readonly string[]
  readonly isUnordered?: true
}

const aspect = (name: string): Line => ({ flags: [name], isUnordered: true })

const lines: readonly Line[] = [
  { flags: [] },
  { flags: ['--no-interpolate'] },
  { flags: ['--no-interpolate', '--format', 'json'] },
  { flags: ['--no-interpolate', '--no-normalize', '--no-path-resolution'] },
  { flags: ['--no-normalize'] },
  { flags: ['--no-path-resolution'] },
  { flags: ['--no-env-resolution'] },
  { flags: ['--no-consistency'] },
  { globals: ['--profile', '*'], flags: ['--format', 'json'] },
  { globals: ['--all-resources'], flags: [] },
  ...['--services', '--volumes', '--networks', '--models', '--profiles', '--images', '--variables'].map(
    aspect,
  ),
  aspect('--environment'),
]

/**
 * Compares what one command line of `config` prints and exits with, another one for each project: `turn` counts them.
 *
 * @returns The first difference in words; undefined when there is none.
 */
export async function compareFlags(
  project: ComposeProject,
  cli: ComposeCli,
  turn: number,
): Promise<string | undefined> {
  const { globals = [], flags, isUnordered } = lines[turn % lines.length] ?? { flags: [] }
  const { folder, files } = project
  const world = fakeWorld({ cwd: folder, env: environmentIn(folder) })
  const named = files.flatMap((file) => ['-f', file])
  const status = await run([...named, ...globals, 'config', ...flags], world)
  const theirs = ask(project, cli, { globals, flags })
  const said = `config ${[...globals, ...flags].join(' ')}`
  if (theirs.error !== undefined) return `${said}: the reference did not end: ${theirs.error.message}`
  if (status === 0 && theirs.status !== 0) {
    return `${said}: ours prints, theirs: ${theirs.stderr.trim().split('\n').at(-1)}`
  }
  if (status !== 0) return theirs.status === 0 ? `${said}: theirs prints, ours: ${world.stderr()}` : undefined
  const difference = firstLineDifference(world.stdout(), theirs.stdout, { isUnordered: isUnordered === true })
  return difference && `${said}: ${difference}`
}
