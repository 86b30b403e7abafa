const units = ['B', 'kB', 'MB', 'GB'] as const

/** A size in decimal units, as Docker prints them: `12.3 kB`. */
export function bytes(count: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)))
  const value = count / 1000 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${units[power]}`
}
