import { type Plan, planRemove, planStop } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { rmFlags } from '../args/command-flags.ts'
import { type Lifecycle, runLifecycle } from '../project/lifecycle.ts'

type RmInput = CommandInput<typeof rmFlags>

/** `berth rm`: removes containers that do not run, after a question; with `--stop` the others too. */
export async function rm(input: RmInput): Promise<number> {
  const { flags } = input
  const removing: Lifecycle = {
    verb: ['Removing', 'Removed'],
    plan: (observed, options) => planRemove(observed, { ...options, volumes: flags.volumes }),
    confirm: (plan) => confirm(plan, input),
    nothing: 'No stopped containers',
  }
  const stopping: Lifecycle = { verb: ['Stopping', 'Stopped'], plan: planStop }
  return runLifecycle(input, ...(flags.stop ? [stopping, removing] : [removing]))
}

const yes = ['y', 'yes', '1', 'true']

async function confirm({ actions }: Plan, { flags, world }: RmInput): Promise<boolean> {
  const names = actions.flatMap((action) => (action.kind === 'remove-container' ? [action.name] : []))
  const text = `Going to remove ${names.join(', ')}`
  if (flags.force) {
    world.out.write(`${text}\n`)
    return true
  }
  world.out.write(world.out.isTerminal ? `${text} [y/N] ` : `${text}\n`)
  return yes.includes((await world.readLine()).trim().toLowerCase())
}
