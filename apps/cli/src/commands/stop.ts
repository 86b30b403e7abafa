import { planStop } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { stopFlags } from '../args/command-flags.ts'
import { runLifecycle } from '../project/lifecycle.ts'
import { timeoutOption } from '../project/plan-options.ts'

/** `berth stop`: stops containers, dependents first, and keeps them. */
export async function stop(input: CommandInput<typeof stopFlags>): Promise<number> {
  return runLifecycle(input, {
    verb: ['Stopping', 'Stopped'],
    plan: (observed, options) => planStop(observed, { ...options, ...timeoutOption(input.flags) }),
  })
}
