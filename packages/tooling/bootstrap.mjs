/**
 * One command from a fresh clone, with nothing but Node 18, npm and git:
 *
 *   npm start           sets up what is missing or stale, then runs the server
 *   npm test            the same for every check; arguments choose suites
 *   npm run setup       the set-up alone
 *
 * The set-up installs the packages with the pinned pnpm (which brings the pinned Node), generates the
 * database client, builds the page and bundles the `berth` command. Each part is skipped while its inputs have not changed.
 */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { exitWith, run, watchParent } from './bootstrap/child.mjs'
import { findEngine } from './bootstrap/engine.mjs'
import { explainInstallFailure, SetupError } from './bootstrap/failure.mjs'
import { chooseNode, requireLauncher } from './bootstrap/node.mjs'
import { hashOf, isFresh, stamp } from './bootstrap/stamp.mjs'

const root = path.resolve(new URL('../..', import.meta.url).pathname)
const say = (/** @type {string} */ text) => console.error(`[setup] ${text}`)

const tasks = {
  setup: async () => {
    const node = await install()
    await generateClient(node)
    await buildPage(node)
    await bundleCommand(node)
  },
  start: async (/** @type {string[]} */ args) => {
    // It may have to be fetched: that takes as long as the rest, so both at once.
    const engine = findEngine(say)
    const node = await install()
    await generateClient(node)
    await buildPage(node)
    await bundleCommand(node)
    const address = await engine
    if (address !== undefined) process.env.DOCKER_HOST = address
    // Half a second of the next start is compiling what has not changed.
    process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules/.berth/compiled')
    // Threads that each keep what they once needed hold 15 MB for ever.
    process.env.MALLOC_ARENA_MAX ??= '2'
    // What is freed goes back at once; among small pieces it would hold another 45 MB for ever.
    process.env.MALLOC_MMAP_THRESHOLD_ ??= '32768'
    // A smaller nursery holds 60 MB less for ever, and code that is kept small 18 MB less.
    await handOver(node, [
      '--max-semi-space-size=4',
      '--optimize-for-size',
      'apps/server/src/main.ts',
      ...args,
    ])
  },
  // What these make is part of what the tests check, so run-tests.ts calls them as steps of its own.
  test: async (/** @type {string[]} */ args) => {
    const node = await install()
    await handOver(node, ['packages/tooling/src/run-tests.ts', ...args])
  },
  client: async () => generateClient(await chooseNode()),
  page: async () => buildPage(await chooseNode()),
  command: async () => bundleCommand(await chooseNode()),
}

/** Everything pnpm reads decides whether it has to run again. @returns the Node to run on */
async function install() {
  const inputs = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'apps/*/package.json']
  const hash = hashOf([...inputs, 'packages/*/package.json'])
  if (!isFresh('install', hash, ['node_modules/.bin'])) {
    const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'))
    say(`installing the packages with ${packageManager}`)
    const { code, output } = await run('npm', [...npmExec(packageManager), 'install', '--frozen-lockfile'])
    if (code !== 0)
      throw new SetupError('The packages could not be installed.', explainInstallFailure(output))
    stamp('install', hash)
  }
  return chooseNode()
}

/** pnpm is fetched by npm for this one run: corepack is not everywhere, and nothing is installed globally. */
function npmExec(/** @type {string} */ packageManager) {
  // npm's own patience without a network is 70 s.
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']
  return ['exec', '--yes', '--loglevel=error', ...retries, `--package=${packageManager}`, '--', 'pnpm']
}

async function generateClient(/** @type {string} */ node) {
  const script = 'packages/tooling/src/prisma-generate.ts'
  const hash = hashOf(['pnpm-lock.yaml', 'prisma/schema.prisma', 'prisma/prisma.config.ts', script])
  if (isFresh('client', hash, ['apps/server/src/db/generated/client.ts'])) return
  say('generating the database client')
  const { code } = await run(node, [script])
  if (code !== 0)
    throw new SetupError('The database client could not be generated.', 'See the message above.')
  stamp('client', hash)
}

async function buildPage(/** @type {string} */ node) {
  const sources = ['apps/web', 'packages/compose/src', 'packages/contract/src']
  const hash = hashOf(['pnpm-lock.yaml', 'tsconfig.base.json', ...sources])
  if (isFresh('page', hash, ['apps/web/dist/index.html'])) return
  say('building the page')
  const { code } = await run(
    node,
    ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
    'apps/web',
  )
  if (code !== 0) throw new SetupError('The page could not be built.', 'See the message above.')
  stamp('page', hash)
}

async function bundleCommand(/** @type {string} */ node) {
  const script = 'packages/tooling/src/bundle-cli.ts'
  const sources = [
    'apps/cli/bin',
    'apps/cli/scripts',
    'apps/cli/src',
    'packages/compose/src',
    'packages/convergence/src',
  ]
  const hash = hashOf(['pnpm-lock.yaml', script, ...sources])
  if (isFresh('command', hash, ['apps/cli/dist/berth.cjs', 'apps/cli/dist/berth.cache'])) return
  say('bundling the berth command')
  const { code } = await run(node, [script])
  if (code !== 0) throw new SetupError('The berth command could not be bundled.', 'See the message above.')
  stamp('command', hash)
}

/** Becomes the program as far as anybody outside can tell: its output, its signals, its exit code. */
async function handOver(/** @type {string} */ node, /** @type {string[]} */ args) {
  const { code } = await run(node, args, '.', 'inherit')
  exitWith(code)
}

async function main([name = 'setup', ...args] = process.argv.slice(2)) {
  const task = Object.hasOwn(tasks, name) ? tasks[/** @type {keyof typeof tasks} */ (name)] : undefined
  if (task === undefined)
    throw new SetupError(`There is no task ${name}.`, `Use ${Object.keys(tasks).join(', ')}.`)
  if (!existsSync('pnpm-lock.yaml'))
    throw new SetupError('pnpm-lock.yaml is missing.', 'Clone the whole repository.')
  await task(args)
}

try {
  process.chdir(root)
  requireLauncher()
  watchParent()
  process.env.PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`
  await main()
} catch (error) {
  if (!(error instanceof SetupError)) throw error
  console.error(`\n[setup] ${error.message}\n        ${error.fix}`)
  // CI reads the closing line; a set-up that fails is a failed run, not one without a result.
  if (process.argv[2] === 'test') console.log('0 passed, 1 failed')
  process.exitCode = 1
}
