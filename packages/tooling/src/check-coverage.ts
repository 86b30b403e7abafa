/**
 * Holds the pure core (what reads compose files, decides what is desired, plans and reviews) to a floor of branches
 * that its own tests visit. No other code has one: elsewhere it would breed tests of nothing.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Outcome, root } from './testing/step.ts'

/** Of 100 branches. */
const floor = 95

const folder = 'test-results/coverage'

/** The packages whose tests count. */
export const corePackages = ['packages/compose', 'packages/convergence'] as const

/** What vitest has to be told so that {@link checkCoverage} finds what it needs. */
export const coverageFlags: readonly string[] = [
  '--coverage.enabled',
  '--coverage.provider=v8',
  '--coverage.include=packages/compose/src/**/*.ts',
  '--coverage.include=packages/convergence/src/{desired,plan,review}/**/*.ts',
  '--coverage.exclude=**/*.{test,test-d}.ts',
  '--coverage.exclude=**/testing/**',
  '--coverage.reporter=json-summary',
  `--coverage.reportsDirectory=${folder}`,
]

/** The part that we read of what istanbul's `json-summary` writes: by absolute path, and of all under `total`. */
export type CoverageSummary = Readonly<
  Record<string, { readonly branches: { readonly total: number; readonly covered: number } }>
>

/** Compares what the tests of the core have just visited with the floor. */
export async function checkCoverage(): Promise<Outcome> {
  const file = path.join(root, folder, 'coverage-summary.json')
  return judgeCoverage(JSON.parse(readFileSync(file, 'utf8')))
}

/** Passes from the floor on; else names the files with the most branches that no test visits. */
export function judgeCoverage({ total, ...files }: CoverageSummary): Outcome {
  if (total === undefined || total.branches.total === 0) {
    return { passed: 0, failed: 1, output: 'No branch was counted: the folders of the core are others now.' }
  }
  const needed = Math.ceil((total.branches.total * floor) / 100)
  if (total.branches.covered >= needed) return { passed: 1, failed: 0, output: '' }
  const percent = ((100 * total.branches.covered) / total.branches.total).toFixed(2)
  const missing = Object.entries(files)
    .map(([name, { branches }]) => ({
      file: path.relative(root, name),
      count: branches.total - branches.covered,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.file < b.file ? -1 : 1))
  const lines = missing.slice(0, 10).map(({ file, count }) => `  ${file}: ${count}`)
  return {
    passed: 0,
    failed: 1,
    output: [
      `The tests of the core visit ${percent} % of its branches, the floor is ${floor} %: ${needed - total.branches.covered} more have to be.`,
      'Show in a test or a fixture what they are for, or take out what no input can reach. Most are in:',
      ...lines,
    ].join('\n'),
  }
}
