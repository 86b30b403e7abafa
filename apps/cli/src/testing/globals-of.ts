import type { FlagValues } from '../args/flag.ts'
import { type GlobalFlags, globalFlags } from '../args/global-flags.ts'
import { parseFlags } from '../args/parse.ts'

/** What the global flags are with these words on the command line. */
export function globalsOf(...words: string[]): FlagValues<GlobalFlags> {
  const parsed = parseFlags(words, { command: 'berth', flags: globalFlags, leftOut: {} })
  if ('problem' in parsed) throw new Error(parsed.problem.message)
  // Safe: read by the table that the type comes from.
  return parsed.values as unknown as FlagValues<GlobalFlags>
}
