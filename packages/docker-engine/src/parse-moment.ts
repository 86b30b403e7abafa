/**
 * Reads a moment as the Engine's clients take it: how long ago (`42m`, `1h30m`), a date with or without a time and
 * a zone, or seconds since 1970. Pure; the result is in epoch milliseconds, undefined when it is no moment.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const ago = parseDuration(text)
  if (ago !== undefined) return now - ago
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  // A date alone is UTC to JavaScript, and local to Docker.
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text
  const time = /^\d{4}-\d\d-\d\dT/.test(moment) ? Date.parse(moment) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  return parts.reduce((sum, [, count = '', unit = '']) => sum + Number(count) * (unitMs[unit] ?? 0), 0)
}
