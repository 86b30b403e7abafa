const nanoseconds: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
  ['w', 604_800_000_000_000n],
])

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/y

/**
 * Reads a duration such as `1h5m30.5s` as nanoseconds; undefined when it is none. Every number needs a unit.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/11-extension.md#specifying-durations
 */
export function parseDuration(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1
  const digits = text.replace(/^[-+]/, '')
  if (digits === '0') return 0
  let total = 0n
  let at = 0
  part.lastIndex = 0
  for (let match = part.exec(digits); match !== null; match = part.exec(digits)) {
    total += scaled(match[1] ?? '', nanoseconds.get(match[2] ?? '') ?? 0n)
    at = part.lastIndex
  }
  const isWhole = at > 0 && at === digits.length
  return isWhole && total < 2n ** 63n ? sign * Number(total) : undefined
}

/** Exact where a float would not be: `0.1s` is 100 000 000 ns. */
function scaled(decimal: string, unit: bigint): bigint {
  const [whole = '', fraction = ''] = decimal.split('.')
  const kept = fraction.slice(0, 18)
  return BigInt(whole || '0') * unit + (BigInt(kept || '0') * unit) / 10n ** BigInt(kept.length)
}

/** Writes nanoseconds as Go does: `1m30s`, `500ms`, `26h3m4.005s`. */
export function formatDuration(total: number): string {
  if (total === 0) return '0s'
  const sign = total < 0 ? '-' : ''
  const size = BigInt(Math.abs(total))
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 1_000n)}µs`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 1_000_000n)}ms`
  const minutes = size / 60_000_000_000n
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n)}s`
  if (minutes === 0n) return sign + seconds
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`
}

function decimal(size: bigint, unit: bigint): string {
  const fraction = (size % unit)
    .toString()
    .padStart(unit.toString().length - 1, '0')
    .replace(/0+$/, '')
  return `${size / unit}${fraction && `.${fraction}`}`
}
