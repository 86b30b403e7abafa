import { standardStream } from './standard-stream.ts'
import type { World } from './world.ts'

/** The real process. */
export function processWorld(): World {
  return {
    cwd: process.cwd(),
    env: process.env,
    out: standardStream(1),
    err: standardStream(2),
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
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}

const interrupts = ['SIGINT', 'SIGTERM'] as const
