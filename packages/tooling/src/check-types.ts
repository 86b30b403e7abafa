/**
 * Type-checks every package and app, type tests included, two at a time.
 *
 * usage: node packages/tooling/src/check-types.ts [part of a path]
 */
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { execute, type Outcome, root } from './testing/step.ts'

/** Checks the projects whose path contains `part`; each counts as one. */
export async function checkTypes(part = ''): Promise<Outcome> {
  const waiting = globSync('{apps,packages}/*/tsconfig*.json', { cwd: root })
    .filter((file) => file.includes(part))
    .sort()
  const failures: string[] = []
  let passed = 0
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const { code, output } = await execute(compilerFor(file), ['--project', file, ...remembering(file)])
      if (code === 0) passed += 1
      else failures.push(`${file}\n${output}`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, work))
  return { passed, failed: failures.length, output: failures.sort().join('\n') }
}

/** A second check looks only at what a change concerns: what the compiler knows is kept beside the packages. */
const remembering = (file: string) => [
  '--noEmit',
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.berth/types/${file.replaceAll('/', '.')}.tsbuildinfo`,
]

/** tsc knows nothing of .vue files. */
const compilerFor = (file: string) => (file.startsWith('apps/web/') ? 'vue-tsc' : 'tsc')

if (import.meta.main) {
  const { passed, failed, output } = await checkTypes(process.argv[2])
  if (output !== '') console.error(output)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
