import { parseMoment } from '@berth/docker-engine'
import type { Problem } from '../problem.ts'

/** Reads a moment as Docker Compose's `--since` and `--until` take it. Pure; the result is in epoch milliseconds. */
export function readTime(flag: string, text: string, now: number): number | { problem: Problem } {
  const time = parseMoment(text, now)
  if (time !== undefined) return time
  return {
    problem: {
      code: 'CLI_BAD_VALUE',
      message: `--${flag} does not understand '${text}'`,
      fix: 'Write a time such as 2013-01-02T13:23:37Z, or how long ago, such as 42m.',
    },
  }
}
