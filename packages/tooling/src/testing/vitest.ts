import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type Outcome, root } from './step.ts'

/** The part that we read of what vitest's json reporter writes. */
export interface VitestReport {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message?: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/**
 * Runs one suite, showing its progress and its failures as they come, and counts every test. `more`: which files, and
 * other flags of vitest.
 */
export function vitest(
  suite: string,
  projects: readonly string[],
  more: readonly string[] = [],
): () => Promise<Outcome> {
  return async () => {
    const file = path.join(root, 'test-results', `${suite}.json`)
    mkdirSync(path.dirname(file), { recursive: true })
    // A report of an earlier run must not stand in for one that was never written.
    rmSync(file, { force: true })
    const code = await show('vitest', [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--silent=passed-only',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
      ...more,
    ])
    if (!existsSync(file))
      return { passed: 0, failed: 1, output: `${suite} ended with ${code} and no result` }
    return countTests(JSON.parse(readFileSync(file, 'utf8')), code)
  }
}

/**
 * Adds up a report. A file that could not be run counts as one failure; so does a run that ends badly
 * although every test passed (an unhandled rejection). A test that was skipped did not pass.
 */
export function countTests(report: VitestReport, exitCode: number): Outcome {
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: path.relative(root, name) })),
  )
  const passed = tests.filter(({ status }) => status === 'passed').length
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status !== 'passed'),
  )
  const failed = tests.length - passed + broken.length
  const notes = [
    ...skipped.map(({ file, fullName }) => `skipped, which counts as failed: ${file}: ${fullName}`),
    ...broken.map(({ name, message }) => `${path.relative(root, name)}: ${message ?? 'could not be run'}`),
  ]
  if (failed === 0 && tests.length === 0) return { passed, failed: 1, output: 'no test was found' }
  if (failed === 0 && (exitCode !== 0 || !report.success)) {
    return { passed, failed: 1, output: `every test passed, but the run ended with ${exitCode}; see above` }
  }
  return { passed, failed, output: notes.join('\n') }
}

/** Runs a program in the repository on our own output. */
function show(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve) => {
    child.on('error', () => resolve(127))
    child.on('close', (code) => resolve(code ?? 1))
  })
}
