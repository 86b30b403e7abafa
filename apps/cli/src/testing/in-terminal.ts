import { execFileSync, spawn } from 'node:child_process'
import { launcher, testEnvironment } from './berth.ts'

/** A `berth` that has a terminal. */
export interface TerminalBerth {
  readonly ended: Promise<{ readonly code: number | null; readonly shown: string }>
  /** Resolves when this is on the screen, rejects when it ends without. */
  readonly shows: (text: string | RegExp) => Promise<void>
  readonly type: (text: string) => void
  readonly resize: (rows: number, columns: number) => void
}

const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

/** Starts the real launcher in a terminal of 30 rows and 100 columns, which `script` makes. */
export function startInTerminal(cwd: string, args: readonly string[]): TerminalBerth {
  const command = `tty; stty rows 30 cols 100; exec ${[launcher, ...args].map(quoted).join(' ')}`
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { ...testEnvironment(), SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let shown = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    shown += chunk
    for (const listener of listeners) listener()
  })
  const ended = new Promise<{ code: number | null; shown: string }>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, shown }))
  })
  const shows = (text: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof text === 'string' ? shown.includes(text) : text.test(shown)) resolve()
      }
      listeners.add(look)
      ended.then(() => {
        look()
        reject(new Error(`berth ended without showing ${text}:\n${shown}`))
      }, reject)
      look()
    })
  return {
    ended,
    shows,
    type: (text) => child.stdin.write(text),
    resize: (rows, columns) => {
      const terminal = /^(\/dev\/\S+)\r?$/m.exec(shown)?.[1] ?? ''
      execFileSync('stty', ['-F', terminal, 'rows', String(rows), 'cols', String(columns)])
    },
  }
}
