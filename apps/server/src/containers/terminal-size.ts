const isSide = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000

/** Reads a message that tells how large a terminal is; undefined when it is none. Pure. */
export function parseTerminalSize(
  text: string,
): { readonly columns: number; readonly rows: number } | undefined {
  try {
    const message: unknown = JSON.parse(text)
    if (typeof message !== 'object' || message === null || !('op' in message)) return undefined
    const { op, columns, rows } = message as Record<string, unknown>
    return op === 'resize' && isSide(columns) && isSide(rows) ? { columns, rows } : undefined
  } catch {
    // Not JSON, so not a message.
    return undefined
  }
}
