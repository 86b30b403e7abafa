import { stripVTControlCharacters } from 'node:util'

/** Columns a text takes; combining marks take none, East Asian wide characters and emoji two. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) width += columnsOf(character)
  return width
}

/** Cuts to `columns`, with an ellipsis when something is cut. The text must hold no ANSI sequences. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let kept = ''
  let width = 0
  for (const character of text) {
    width += columnsOf(character)
    if (width > columns - 1) break
    kept += character
  }
  return columns > 0 ? `${kept}…` : ''
}

/** Fills with spaces up to `columns`. */
export const pad = (text: string, columns: number) => text + ' '.repeat(Math.max(columns - widthOf(text), 0))

function columnsOf(character: string): 0 | 1 | 2 {
  if (/\p{Mark}|\p{Control}/u.test(character)) return 0
  return /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
    character,
  )
    ? 2
    : 1
}
