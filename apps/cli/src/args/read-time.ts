import type { Problem } from '../problem.ts'

/**
 * Reads a moment as Docker Compose's `--since` and `--until` take it: how long ago (`42m`, `1h30m`), a date
 * with or without a time and a zone, or seconds since 1970. Pure; the result is in epoch milliseconds.
 */
export function readTime(flag: string, text: string, now: number): number | { problem: Problem } {
  const ago = readDuration(text)
  if (ago !== undefined) return now - ago
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  // A date alone is UTC to JavaScript, and local to Docker.
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text
  const time = /^\d{4}-\d\d-\d\dT/.test(moment) ? Date.parse(moment) : Number.NaN
  if (!Number.isNaN(time)) return time
  return {
    problem: {
      code: 'CLI_BAD_VALUE',
      message: `--${flag} does not understand '${text}'`,
      fix: 'Write a time such as 2013-01-02T13:23:37Z, or how long ago, such as 42m.',
    },
  }
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function readDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0)
}
