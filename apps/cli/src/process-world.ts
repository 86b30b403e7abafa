import { createInterface } from 'node:readline'
import type { WriteStream } from 'node:tty'
import type { Output, World } from './world.ts'

/** The real process. */
export function processWorld(): World {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    onInterrupt: (callback) => {
      for (const signal of interrupts) process.on(signal, callback)
      return () => {
        for (const signal of interrupts) process.off(signal, callback)
      }
    },
    readLine,
    exit: (code) => process.exit(code),
    now: () => Date.now(),
  }
}

async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}

const interrupts = ['SIGINT', 'SIGTERM'] as const

const outputOf = (stream: WriteStream): Output => ({
  write: (content) => {
    stream.write(content)
  },
  isTerminal: stream.isTTY === true,
  size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
})
