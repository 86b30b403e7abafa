import type { World } from '../world.ts'

/** A world that keeps what is written to it; no process, no terminal. */
export interface FakeWorld extends World {
  readonly stdout: () => string
  readonly stderr: () => string
  /** Presses Ctrl-C. */
  readonly interrupt: () => void
}

interface FakeWorldOptions {
  readonly cwd?: string
  readonly env?: World['env']
  readonly isTerminal?: boolean
  readonly columns?: number
  /** What is typed, line by line. */
  readonly input?: readonly string[]
}

/** A world for one test; the clock stands at 0. */
export function fakeWorld({
  cwd = '/',
  env = {},
  isTerminal = false,
  columns = 80,
  input = [],
}: FakeWorldOptions = {}): FakeWorld {
  const written = { out: '', err: '' }
  const typed = [...input]
  const interrupts = new Set<() => void>()
  const signals = new Set<Parameters<World['onSignal']>[0]>()
  const output = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text
    },
    writeBytes: async (bytes: Uint8Array) => {
      written[name] += new TextDecoder().decode(bytes)
    },
    isTerminal,
    size: () => ({ columns, rows: 24 }),
  })
  return {
    cwd,
    env,
    out: output('out'),
    err: output('err'),
    onInterrupt: (callback) => {
      interrupts.add(callback)
      return () => interrupts.delete(callback)
    },
    onSignal: (callback) => {
      signals.add(callback)
      return () => signals.delete(callback)
    },
    onResize: () => () => {},
    input: {
      isTerminal,
      read: ({ onBytes, onEnd }) => {
        const give = async () => {
          for (const line of typed.splice(0)) await onBytes(new TextEncoder().encode(`${line}\n`))
          onEnd()
        }
        void give()
        return () => {}
      },
      takeKeys: () => () => {},
    },
    readLine: async () => typed.shift() ?? '',
    exit: (code) => {
      throw new Error(`exit ${code}`)
    },
    now: () => 0,
    stdout: () => written.out,
    stderr: () => written.err,
    interrupt: () => {
      for (const callback of interrupts) callback()
      for (const callback of signals) callback('SIGINT')
    },
  }
}
