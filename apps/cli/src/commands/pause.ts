import { planPause, planUnpause } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import { runLifecycle } from '../project/lifecycle.ts'

/** `berth pause`: freezes the processes of running containers. */
export async function pause(input: CommandInput<Record<never, never>>): Promise<number> {
  return runLifecycle(input, { verb: ['Pausing', 'Paused'], plan: planPause })
}

/** `berth unpause`: lets them go on. */
export async function unpause(input: CommandInput<Record<never, never>>): Promise<number> {
  return runLifecycle(input, { verb: ['Unpausing', 'Unpaused'], plan: planUnpause })
}
