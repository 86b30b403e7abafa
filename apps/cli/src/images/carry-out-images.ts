import {
  type DesiredState,
  type ObservedState,
  observe,
  observeTarget,
  type Plan,
  toDesiredState,
} from '@berth/convergence'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { withEngine } from '../engine.ts'
import { type CarryOutInput, carryOut } from '../project/carry-out.ts'
import { type ShapeProject, shapedProject } from '../project/wanted-project.ts'
import type { World } from '../world.ts'

interface ImagesInput {
  readonly globals: FlagValues<GlobalFlags>
  readonly services: readonly string[]
  readonly world: World
  readonly flags: { readonly quiet: boolean; readonly policy?: string | undefined }
}

/** A command that is about images alone. */
export interface ImagesCommand {
  readonly verb: CarryOutInput['verb']
  /** The project as the flags change it. */
  readonly shape: ShapeProject
  readonly plan: (desired: DesiredState, observed: ObservedState) => Plan
}

/** Plans and applies what is to be done with images. Resolves with the exit code. */
export async function carryOutImages(
  input: ImagesInput,
  { verb, shape, plan }: ImagesCommand,
): Promise<number> {
  const { world, flags } = input
  const wanted = shapedProject(input, shape)
  if (wanted === undefined) return 1
  const { project, judge } = wanted
  const globals = flags.quiet ? { ...input.globals, progress: 'quiet' as const } : input.globals
  return withEngine(input, async (engine) => {
    const desired = toDesiredState(project)
    const observed = await observe(engine, observeTarget(desired, { startsNothing: true }))
    const made = await judge(plan(desired, observed), { observed, endpoint: engine.endpoint })
    const skipped = made.services.filter(({ reasons }) => reasons[0]?.startsWith('Skipped'))
    const lines = skipped.map(({ service, reasons }) => ` ${service}  ${reasons[0]}\n`)
    if (!flags.quiet && globals.progress !== 'quiet' && globals.progress !== 'json')
      world.err.write(lines.join(''))
    return carryOut(made, { globals, world, engine, observed, verb })
  })
}
