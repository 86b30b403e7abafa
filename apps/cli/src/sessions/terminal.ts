import type { AttachOptions } from '@berth/docker-engine'
import type { World } from '../world.ts'

/** How a command in a container is attached to: with a terminal where this is one on both sides. */
export function attachOptions(
  { out, input }: World,
  { noTty, interactive }: { readonly noTty: boolean; readonly interactive: boolean },
): AttachOptions {
  const isTty = !noTty && out.isTerminal && (!interactive || input.isTerminal)
  return { isTty, hasInput: interactive, ...(isTty && { size: out.size() }) }
}

/** `KEY=value` as it is; `KEY` with the value it has here, or, without one, to be taken away. */
export const resolveEnvironment = (given: readonly string[], { env }: World): string[] =>
  given.map((entry) => {
    const value = env[entry]
    return entry.includes('=') || value === undefined ? entry : `${entry}=${value}`
  })
