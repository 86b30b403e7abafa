const steps = [
  { unit: 'second', size: 1 },
  { unit: 'minute', size: 60 },
  { unit: 'hour', size: 3600 },
  { unit: 'day', size: 86_400 },
  { unit: 'month', size: 2_629_800 },
  { unit: 'year', size: 31_557_600 },
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' })

/** How long before `now` (epoch milliseconds) an ISO time was: `just now`, `3 min. ago`, `yesterday`. */
export function ago(iso: string, now: number): string {
  const seconds = Math.round((now - Date.parse(iso)) / 1000)
  if (Math.abs(seconds) < 10) return 'just now'
  const step = steps.findLast(({ size }) => Math.abs(seconds) >= size) ?? steps[0]
  return words.format(-Math.round(seconds / step.size), step.unit)
}
