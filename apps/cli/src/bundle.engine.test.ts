import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const launcher = fileURLToPath(new URL('../bin/berth', import.meta.url))

/** Prints, in front of everything else, whether V8 refused the code that was kept for a script. */
const watch = `const vm = require('node:vm')
vm.Script = class extends vm.Script {
  constructor(...given) {
    super(...given)
    console.log('rejected:', this.cachedDataRejected)
  }
}`

// With the engine tests, as they run after the command was bundled.
it('starts with the code that set-up compiled: V8 takes it only from a process with the same flags', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-bundle-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'watch.cjs')
  await writeFile(file, watch)
  const { stdout } = await promisify(execFile)(launcher, ['version', '--short'], {
    env: { ...process.env, NODE_OPTIONS: `--require=${JSON.stringify(file)}` },
  })
  expect(stdout).toMatch(/^rejected: false\n/)
})
