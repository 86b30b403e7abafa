import { setTimeout } from 'node:timers/promises'

/**
 * Asks until the answer is yes. The limit is there to end a test that has failed already, not to decide
 * it; what `holds` throws ends it at once.
 */
export async function waitFor(
  what: string,
  holds: () => Promise<boolean> | boolean,
  limitMs = 90_000,
): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited ${limitMs / 1000} s in vain until ${what}`)
    await setTimeout(100)
  }
}
