/**
 * Runs the tests that need a Docker Engine: against the one that answers, or with `--engine` against a release of
 * its own, which it starts in a network namespace and stops afterwards. The tests run in that namespace too, so
 * that they reach the ports which that Engine publishes.
 *
 * usage: pnpm test:engine [--engine 20.10|26.1|28.5] [what vitest takes]
 */
import { spawnSync } from 'node:child_process'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { fetchDebianFiles } from '@berth/testkit/engine'
import { root } from './testing/step.ts'

const releases = ['20.10', '26.1', '28.5']
const script = 'packages/tooling/ensure-engine.sh'

const given = process.argv.slice(2)
const { values, tokens } = parseArgs({
  args: given,
  options: { engine: { type: 'string' } },
  strict: false,
  tokens: true,
})
const chosen = tokens.filter((token) => token.kind === 'option' && token.name === 'engine')
const isOurs = (index: number) =>
  chosen.some((token) => index === token.index || (index === token.index + 1 && !hasInlineValue(token)))
const rest = given.filter((_word, index) => !isOurs(index))

process.exitCode = values.engine === undefined ? runTests([], {}) : await runAgainst(String(values.engine))

function hasInlineValue(token: (typeof chosen)[number]): boolean {
  return token.kind === 'option' && token.inlineValue === true
}

async function runAgainst(release: string): Promise<number> {
  if (!releases.includes(release)) {
    console.error(`no Engine ${release}; one of ${releases.join(', ')}`)
    return 64
  }
  const namespace = `berth-${release}`
  const cache = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache')
  const env = {
    BERTH_ENGINE_VERSION: release,
    BERTH_ENGINE_DIR: path.join(cache, `berth-engine-${release}`),
    BERTH_ENGINE_NETNS: namespace,
  }
  // Nothing of the world outside can be reached from the namespace.
  await fetchDebianFiles()
  const host = ensureEngine('start', env)
  if (host === undefined) return 1
  try {
    return runTests(['nsenter', `--net=/run/netns/${namespace}`], { DOCKER_HOST: host })
  } finally {
    ensureEngine('stop', env)
  }
}

/** What the script prints: the Engine's `DOCKER_HOST`. Undefined when it failed, which it has explained. */
function ensureEngine(command: string, env: Readonly<Record<string, string>>): string | undefined {
  const { status, stdout } = spawnSync('bash', [script, command], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return status === 0 ? stdout.trim() : undefined
}

function runTests(enter: readonly string[], env: Readonly<Record<string, string>>): number {
  const [program = '', ...args] = [...enter, 'vitest', 'run', '--project', 'engine', ...rest]
  const { status } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  return status ?? 1
}
