/** Tries cases in a thread of its own, so that one that never ends can be stopped. */
import { parentPort, workerData } from 'node:worker_threads'
import { fuzzCase } from './fuzz-case.ts'
import { type Fault, tryCase } from './try-case.ts'

/** What the thread is given. */
export interface WorkerInput {
  readonly seed: number
  readonly corpus: readonly string[]
  readonly seconds: number
  /** Loading that takes longer is a fault. */
  readonly limitMs: number
}

/** What the thread says: which case it begins, what is wrong with it, or that the time is over. */
export type WorkerReport =
  | { readonly kind: 'begin'; readonly number: number }
  | { readonly kind: 'fault'; readonly number: number; readonly fault: Fault }
  | { readonly kind: 'end'; readonly count: number }

// Holds because only fuzz-compose.ts starts this thread.
const { seed, corpus, seconds, limitMs } = workerData as WorkerInput
const report = (message: WorkerReport) => parentPort?.postMessage(message)
const end = Date.now() + seconds * 1000

let number = 0
for (; Date.now() < end; number++) {
  report({ kind: 'begin', number })
  const fault = tryCase(fuzzCase(seed, number, corpus), limitMs)
  if (fault !== undefined) report({ kind: 'fault', number, fault })
}
report({ kind: 'end', count: number })
