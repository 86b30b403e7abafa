/**
 * Gives the loader random bytes and mutated compose files for a while: of the fixtures, and of any folder named. An
 * exception, more than a second for one load, or two loads that differ are printed, and the text is saved.
 * Ends with 1 when there was any.
 *
 * usage: pnpm fuzz:compose SECONDS [FOLDER…] [--seed=NUMBER]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import { findProjects } from './conformance/find-projects.ts'
import { fuzzCase } from './fuzz/fuzz-case.ts'
import type { Fault } from './fuzz/try-case.ts'
import type { WorkerInput, WorkerReport } from './fuzz/worker.ts'
import { root } from './testing/step.ts'

/** What one load may compute, and how much may be computed without a word before it is held to hang. */
const limitMs = 1000
const hangMs = 10_000

/** More faults than this tell nothing new. */
const maxFaults = 20

const words = process.argv.slice(2)
const seedText = words.find((word) => word.startsWith('--seed='))?.slice('--seed='.length)
const [seconds, ...folders] = words.filter((word) => !word.startsWith('--'))
if (!(Number(seconds) > 0)) {
  console.error('usage: pnpm fuzz:compose SECONDS [FOLDER…] [--seed=NUMBER]')
  process.exit(2)
}
const seed = seedText === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seedText)
const corpus = [
  path.join(root, 'packages/compose/fixtures'),
  ...folders.map((folder) => path.resolve(folder)),
]
  .flatMap(findProjects)
  .map(({ file }) => readFileSync(file, 'utf8'))
console.log(`fuzzing for ${seconds} s with seed ${seed} and ${corpus.length} files`)
const { count, faults } = await fuzz({ seed, corpus, seconds: Number(seconds), limitMs })
console.log(`${count} cases, ${faults} faults (seed ${seed})`)
process.exitCode = faults === 0 ? 0 : 1

/** Watches the thread that tries the cases until its time is over, it hangs or has found enough. */
function fuzz(input: WorkerInput): Promise<{ count: number; faults: number }> {
  const worker = new Worker(new URL('./fuzz/worker.ts', import.meta.url), { workerData: input })
  let current = 0
  let faults = 0
  return new Promise((resolve, reject) => {
    const finish = (count: number) => {
      clearTimeout(watch)
      void worker.terminate()
      resolve({ count, faults })
    }
    const complain = (number: number, fault: Fault | { kind: 'hangs'; detail: string }) => {
      faults++
      console.log(`case ${number} ${fault.kind}: ${fault.detail}\n  saved as ${save(number, input)}`)
      if (faults >= maxFaults || fault.kind === 'hangs') finish(current + 1)
    }
    let heardAt = process.cpuUsage()
    const watch = setTimeout(() => {
      const { user, system } = process.cpuUsage(heardAt)
      // Time alone tells nothing on a busy machine.
      if (user + system < hangMs * 1000) watch.refresh()
      else complain(current, { kind: 'hangs', detail: `more than ${hangMs} ms` })
    }, hangMs)
    worker.on('error', reject)
    worker.on('message', (report: WorkerReport) => {
      heardAt = process.cpuUsage()
      watch.refresh()
      if (report.kind === 'begin') current = report.number
      else if (report.kind === 'fault') complain(report.number, report.fault)
      else finish(report.count)
    })
  })
}

function save(number: number, { seed: ofRun, corpus: texts }: WorkerInput): string {
  const folder = path.join(tmpdir(), 'berth-fuzz')
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `seed-${ofRun}-case-${number}.yaml`)
  writeFileSync(file, fuzzCase(ofRun, number, texts).text)
  return file
}
