import Anser from 'anser'

/** A stretch of text with one look; classes are those of main.css. */
export interface AnsiSpan {
  readonly text: string
  readonly classes: string
}

const esc = String.fromCharCode(27)
const bell = String.fromCharCode(7)

/** Titles and links (OSC), cursor movements (CSI except colours) and charset switches: no use in a list. */
const movements = new RegExp(
  [
    `${esc}\\][^${bell}${esc}]*(?:${bell}|${esc}\\\\)`,
    `${esc}\\[[0-9;?]*[A-LN-Za-ln-z]`,
    `${esc}[()][A-Z0-9]`,
    `${esc}[=>]`,
  ].join('|'),
  'g',
)
const colors = new RegExp(`${esc}\\[[0-9;]*m`, 'g')

/** A line with its colours as spans, never as markup. Of a line that was overwritten, what was last seen. */
export function toAnsiSpans(line: string): readonly AnsiSpan[] {
  const text = lastWritten(line.replace(movements, ''))
  if (!text.includes(esc)) return [{ text, classes: '' }]
  return Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map((part) => ({
    text: part.content,
    classes: [
      part.fg && `ansi-fg ${part.fg}`,
      part.bg && `ansi-bg bg-${part.bg}`,
      ...part.decorations.map((decoration) => `ansi-${decoration}`),
    ]
      .filter(Boolean)
      .join(' '),
  }))
}

/** The line without its colours, for searching. */
export const plainText = (line: string): string =>
  line.includes(esc) ? line.replace(movements, '').replace(colors, '') : line

function lastWritten(line: string): string {
  const trimmed = line.replace(/\r+$/, '')
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1)
}
