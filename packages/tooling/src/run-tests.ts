/**
 * Every check and test, cheapest first. All of them run, and the last line is `N passed, N failed`.
 *
 * usage: npm test                  everything
 *        npm test -- check unit    some groups or steps: check, unit, page, engine, e2e, …
 */

import { globSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { checkBundle } from './check-bundle.ts'
import { checkCoverage, corePackages, coverageFlags } from './check-coverage.ts'
import { checkTypes } from './check-types.ts'
import { ensure } from './testing/requirements.ts'
import { check, type Outcome, root, type Step } from './testing/step.ts'
import { vitest } from './testing/vitest.ts'

const tooling = 'packages/tooling'

/** Vitest takes what a path has to hold. */
const coreFolders = corePackages.map((folder) => `${folder}/`)
const otherFolders = globSync('{apps,packages}/*', { cwd: root })
  .map((folder) => `${folder}/`)
  .filter((folder) => !coreFolders.includes(folder))

const steps: readonly Step[] = [
  {
    name: 'format and lint',
    group: 'check',
    run: check('biome', 'ci', '--error-on-warnings', '--colors=off', '.'),
  },
  { name: 'client', group: 'check', run: check('node', `${tooling}/bootstrap.mjs`, 'client') },
  {
    name: 'imports',
    group: 'check',
    needs: ['client'],
    run: check('depcruise', '--config', `${tooling}/dependency-cruiser.cjs`, 'apps', 'packages'),
  },
  { name: 'types', group: 'check', needs: ['client'], run: () => checkTypes() },
  { name: 'unused', group: 'check', run: check('knip', '--config', `${tooling}/knip.json`) },
  { name: 'migrations', group: 'check', run: check('node', `${tooling}/src/prisma-migration.ts`, '--check') },
  {
    name: 'core tests',
    group: 'unit',
    run: vitest('core', ['unit'], [...coreFolders, ...coverageFlags]),
  },
  { name: 'branches of the core', group: 'unit', needs: ['core tests'], run: checkCoverage },
  {
    name: 'unit tests',
    group: 'unit',
    needs: ['client'],
    run: vitest('unit', ['unit', 'dom'], otherFolders),
  },
  { name: 'page', group: 'page', run: check('node', `${tooling}/bootstrap.mjs`, 'page') },
  { name: 'command', group: 'page', run: check('node', `${tooling}/bootstrap.mjs`, 'command') },
  { name: 'page size', group: 'page', needs: ['page'], run: checkBundle },
  { name: 'Engine', group: 'engine', run: ensure(`${tooling}/ensure-engine.sh`, 'DOCKER_HOST') },
  {
    name: 'engine tests',
    group: 'engine',
    needs: ['client', 'command', 'Engine'],
    run: vitest('engine', ['engine']),
  },
  { name: 'Chromium', group: 'e2e', run: ensure(`${tooling}/ensure-chromium.sh`, 'BERTH_CHROMIUM') },
  {
    name: 'browser tests',
    group: 'e2e',
    needs: ['client', 'page', 'Engine', 'Chromium'],
    run: vitest('e2e', ['e2e']),
  },
]

async function main(wanted: readonly string[]): Promise<number> {
  const unknown = wanted.filter((word) => !steps.some(({ name, group }) => word === name || word === group))
  if (unknown.length > 0) {
    console.error(
      `unknown: ${unknown.join(', ')}; choose from ${[...new Set(steps.map(({ group }) => group))].join(', ')}`,
    )
    return 64
  }
  const total = { passed: 0, failed: 0 }
  const broken = new Set<string>()
  for (const step of choose(wanted)) {
    const outcome = await runStep(step, broken)
    if (outcome.failed > 0) broken.add(step.name)
    total.passed += outcome.passed
    total.failed += outcome.failed
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  return total.failed === 0 ? 0 : 1
}

/** The steps named by the words and what those need, in their usual order. */
function choose(words: readonly string[]): readonly Step[] {
  if (words.length === 0) return steps
  const chosen = new Set(steps.filter(({ name, group }) => words.includes(name) || words.includes(group)))
  for (const { needs = [] } of chosen) {
    for (const step of steps) if (needs.includes(step.name)) chosen.add(step)
  }
  return steps.filter((step) => chosen.has(step))
}

async function runStep(step: Step, broken: ReadonlySet<string>): Promise<Outcome> {
  const missing = step.needs?.filter((name) => broken.has(name)) ?? []
  const start = performance.now()
  const outcome =
    missing.length > 0
      ? { passed: 0, failed: 1, output: `not run, because of: ${missing.join(', ')}` }
      : await step.run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const { passed, failed, output } = outcome
  const verdict =
    failed === 0 ? `✓ ${step.name}: ${passed}` : `✗ ${step.name}: ${failed} of ${passed + failed} failed`
  console.log(`${verdict} (${seconds} s)`)
  if (failed > 0 && output !== '') console.log(`\n${output.trimEnd()}\n`)
  return outcome
}

// Colours are for people; in a log they are noise.
if (!process.stdout.isTTY) process.env.NO_COLOR = '1'
// The tools that the steps name, and the Node that is carried.
process.env.PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`
process.exitCode = await main(process.argv.slice(2))
