import { planKill } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { killFlags } from '../args/command-flags.ts'
import { runLifecycle } from '../project/lifecycle.ts'
import { isTrue } from '../project/plan-options.ts'

/** `berth kill`: sends a signal to running containers. */
export async function kill(input: CommandInput<typeof killFlags>): Promise<number> {
  const { flags, world } = input
  const orphans = flags['remove-orphans'] || isTrue(world.env.COMPOSE_REMOVE_ORPHANS)
  const signal = flags.signal ?? 'SIGKILL'
  return runLifecycle(input, {
    verb: ['Killing', 'Killed'],
    plan: (observed, options) => planKill(observed, { ...options, signal, orphans }),
    nothing: 'no container to kill',
  })
}
