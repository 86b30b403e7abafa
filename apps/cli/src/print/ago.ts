/** A length of time in the words that `docker ps` uses. Pure. */
export function inWords(durationMs: number): string {
  const seconds = Math.floor(Math.max(durationMs, 0) / 1000)
  if (seconds < 1) return 'Less than a second'
  if (seconds < 2) return '1 second'
  if (seconds < 60) return `${seconds} seconds`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'About a minute' : `${minutes} minutes`
  return hoursInWords(Math.round(seconds / 3600))
}

function hoursInWords(hours: number): string {
  if (hours === 1) return 'About an hour'
  const unit = units.find(({ below }) => hours < below) ?? years
  return `${Math.floor(hours / unit.hours)} ${unit.name}`
}

const years = { below: Number.POSITIVE_INFINITY, hours: 24 * 365, name: 'years' }

const units = [
  { below: 48, hours: 1, name: 'hours' },
  { below: 24 * 14, hours: 24, name: 'days' },
  { below: 24 * 60, hours: 24 * 7, name: 'weeks' },
  { below: 24 * 730, hours: 24 * 30, name: 'months' },
  years,
]

/** Short, for progress: `0.4s`, `12.3s`, `2m 05s`. Pure. */
export function asStopwatch(durationMs: number): string {
  const seconds = Math.max(durationMs, 0) / 1000
  if (seconds < 100) return `${seconds.toFixed(1)}s`
  return `${Math.floor(seconds / 60)}m ${String(Math.floor(seconds % 60)).padStart(2, '0')}s`
}
