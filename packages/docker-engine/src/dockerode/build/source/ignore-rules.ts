import dockerignore from '@balena/dockerignore'
import type { ContextFilter } from './context-files.ts'

/** What a `.dockerignore` leaves out. */
export type IgnoreRules = Pick<ContextFilter, 'isIgnored' | 'mayHoldKept'>

/** Rules that leave nothing out. */
export const noRules: IgnoreRules = { isIgnored: () => false, mayHoldKept: false }

// Its types describe an ES module; it is a CommonJS one whose export is the function itself.
const newIgnore = dockerignore as unknown as typeof dockerignore.default

/** Reads the text of a `.dockerignore`. */
export function toIgnoreRules(text: string): IgnoreRules {
  const rules = newIgnore({ ignorecase: false }).add(text)
  return { isIgnored: (file) => rules.ignores(file), mayHoldKept: /^\s*!/m.test(text) }
}
