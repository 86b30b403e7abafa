import { type Outline, readOutline } from './outline.ts'

/** The texts of a project that is being edited, and a few that were typed just now. */
const mostOutlines = 24

const outlines = new Map<string, Outline>()

/** The outline of a text. Texts that were read a moment ago are not read again. */
export function outlineOf(text: string): Outline {
  const known = outlines.get(text)
  const outline = known ?? readOutline(text)
  outlines.delete(text)
  outlines.set(text, outline)
  const [oldest] = outlines.keys()
  if (outlines.size > mostOutlines && oldest !== undefined) outlines.delete(oldest)
  return outline
}
