import { planStart } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import { runLifecycle } from '../project/lifecycle.ts'

/** `berth start`: starts containers that exist, dependencies first. */
export async function start(input: CommandInput<Record<never, never>>): Promise<number> {
  return runLifecycle(input, { verb: ['Starting', 'Started'], plan: planStart })
}
