import type { RunLogLine } from '@berth/contract'
import type { RunStore } from './run-store.ts'

/** What a run prints: kept in batches, bounded, and told to those who follow. */
export interface RunLog {
  add(line: RunLogLine): void
  /** The last lines, oldest first. */
  tail(): readonly string[]
  /** Resolves when more of it can be read. */
  changed(): Promise<void>
  /** Writes what waits; rejects with what could not be. */
  flush(): Promise<void>
}

/** Characters kept per run, lines of the tail and characters of each, and what waits for others to be written with it. */
const limits = { most: 4 * 2 ** 20, tail: 50, tailLine: 1_000, waitMs: 200, waiting: 64 * 2 ** 10 } as const

export function createRunLog(store: Pick<RunStore, 'appendLog'>, run: string): RunLog {
  let waiting: RunLogLine[] = []
  let size = 0
  let total = 0
  let tail: string[] = []
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let failure: { readonly reason: unknown } | undefined
  let next = Promise.withResolvers<void>()

  const write = () => {
    clearTimeout(timer)
    timer = undefined
    const lines = waiting
    waiting = []
    size = 0
    writing = writing
      .then(async () => {
        if (lines.length > 0) await store.appendLog(run, lines)
      })
      .catch((reason) => {
        failure ??= { reason }
      })
      .then(() => {
        const told = next
        next = Promise.withResolvers<void>()
        told.resolve()
      })
  }

  const keep = (line: RunLogLine) => {
    waiting.push(line)
    size += line.text.length
    if (size >= limits.waiting) write()
    else timer ??= setTimeout(write, limits.waitMs)
  }

  return {
    add(line) {
      if (line.stream !== 'step') tail = [...tail, line.text.slice(0, limits.tailLine)].slice(-limits.tail)
      if (total > limits.most) return
      total += line.text.length + 1
      keep(total > limits.most ? { ...line, text: `… cut after ${limits.most} characters` } : line)
    },
    tail: () => tail,
    changed: () => next.promise,
    async flush() {
      write()
      await writing
      if (failure !== undefined) throw failure.reason
    },
  }
}
