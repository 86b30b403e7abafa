const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** `214 MB`, `1.3 GB`: in powers of a thousand, as Docker shows sizes. */
export function formatBytes(bytes: number): string {
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  const value = bytes / 1000 ** power
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.round(value)} ${units[power]}`
}
