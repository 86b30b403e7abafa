const pattern = /^\+?((?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?) ?(?:b|([kmgtp])(?:i?b)?)?$/i

/**
 * Reads a size such as `64m`, `1.5gb` or `1kib` as bytes; undefined when it is none, or too large for 63 bits.
 * Units are powers of 1024.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/11-extension.md#specifying-byte-values
 */
export function parseBytes(text: string): number | undefined {
  const match = pattern.exec(text)
  if (match?.[1] === undefined) return undefined
  const power = ['', 'k', 'm', 'g', 't', 'p'].indexOf((match[2] ?? '').toLowerCase())
  const size = Math.floor(Number(match[1].replaceAll('_', '')) * 1024 ** power)
  return size < 2 ** 63 ? size : undefined
}
