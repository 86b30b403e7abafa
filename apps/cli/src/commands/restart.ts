import { planRestart } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { restartFlags } from '../args/command-flags.ts'
import { runLifecycle } from '../project/lifecycle.ts'
import { timeoutOption } from '../project/plan-options.ts'

/** `berth restart`: restarts containers as they are, and what depends on them with `restart: true`. */
export async function restart(input: CommandInput<typeof restartFlags>): Promise<number> {
  const { flags } = input
  return runLifecycle(input, {
    verb: ['Restarting', 'Restarted'],
    plan: (observed, options) =>
      planRestart(observed, { ...options, noDeps: flags['no-deps'], ...timeoutOption(flags) }),
  })
}
