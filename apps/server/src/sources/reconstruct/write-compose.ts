import { Document, isMap, isScalar } from 'yaml'
import type { Guess, Section, Value } from './draft.ts'

/** A compose file's text, with `$` doubled and each guess above its key. Pure. */
export function writeCompose(model: Section, header: readonly string[], guesses: readonly Guess[]): string {
  const document = new Document(escapeDollars(model), {
    // Readers of YAML 1.1 take `yes` and `1:30` for something else than text.
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  })
  document.commentBefore = header.map((line) => ` ${line}`).join('\n')
  for (const { path, why } of guesses) comment(document, path, why)
  return document.toString({ lineWidth: 0 })
}

function comment(document: Document, path: readonly string[], why: string): void {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents
  if (!isMap(parent)) return
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1))
  if (pair !== undefined && isScalar(pair.key)) {
    const earlier = pair.key.commentBefore ? `${pair.key.commentBefore}\n` : ''
    pair.key.commentBefore = `${earlier} Guessed: ${why}`
  }
}

/** Values are interpolated when the file is loaded, keys are not. */
function escapeDollars(value: Value): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$')
  if (Array.isArray(value)) return value.map(escapeDollars)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.map(([key, inner]) => [key, escapeDollars(inner)]))
}
