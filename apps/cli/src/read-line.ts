import { createInterface } from 'node:readline'

/** The next line of standard input; nothing when it has ended. */
export async function readLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  try {
    for await (const line of lines) return line
    return ''
  } finally {
    lines.close()
  }
}
