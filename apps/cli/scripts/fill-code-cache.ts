/**
 * Runs the bundled `berth config` in the ways people run it and keeps what V8 compiled for that beside the bundle,
 * see bin/start.cjs. A process of its own: V8 takes code only from one with the same flags.
 *
 * usage: node apps/cli/scripts/fill-code-cache.ts FOLDER_OF_A_PROJECT
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Output, World } from '../src/world.ts'

const [cwd = '.'] = process.argv.slice(2)
const start: typeof import('../bin/start.cjs') = createRequire(import.meta.url)('../bin/start.cjs')
const { berth, saveCode } = start.load()
const silent: Output = {
  write: () => undefined,
  writeBytes: async () => undefined,
  isTerminal: false,
  size: () => ({ columns: 80, rows: 24 }),
}
const world: World = {
  cwd,
  env: {},
  out: silent,
  err: silent,
  onInterrupt: () => () => undefined,
  onSignal: () => () => undefined,
  onResize: () => () => undefined,
  input: { isTerminal: false, read: () => () => undefined, takeKeys: () => () => undefined },
  readLine: async () => '',
  exit: process.exit,
  now: Date.now,
}
for (const flags of [[], ['--format', 'json'], ['--quiet']]) {
  const code = await berth.run(['config', ...flags], world)
  if (code !== 0) throw new Error(`berth config ${flags.join(' ')} ended with ${code}.`)
}
writeFileSync(start.cache, saveCode())
