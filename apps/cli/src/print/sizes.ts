/** Bytes in powers of 1024, as Docker prints memory: `23.54GiB`. Pure. */
export const binarySize = (bytes: number): string =>
  sized(bytes, { base: 1024, digits: 4, units: ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] })

/** Bytes in powers of 1000, as Docker prints what goes over networks and disks: `1.23MB`. Pure. */
export const decimalSize = (bytes: number): string =>
  sized(bytes, { base: 1000, digits: 3, units: ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] })

interface Scale {
  readonly base: number
  readonly digits: number
  readonly units: readonly string[]
}

function sized(bytes: number, { base, digits, units }: Scale): string {
  let size = bytes
  let unit = 0
  while (size >= base && unit < units.length - 1) {
    size /= base
    unit += 1
  }
  return `${Number(size.toPrecision(digits))}${units[unit]}`
}
