import { planBuild } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { buildFlags } from '../args/image-flags.ts'
import { buildShape } from '../images/build-shape.ts'
import { carryOutImages } from '../images/carry-out-images.ts'

/** `berth build`: builds images, whether they are there or not. */
export function build(input: CommandInput<typeof buildFlags>): Promise<number> {
  const { flags, services, world, globals } = input
  const progress = flags.progress ?? globals.progress
  return carryOutImages(
    { ...input, globals: { ...globals, progress } },
    {
      verb: ['Building', 'Built'],
      shape: buildShape(flags, world.env),
      plan: (desired, observed) =>
        planBuild(desired, observed, {
          services,
          withDependencies: flags['with-dependencies'],
          push: flags.push,
        }),
    },
  )
}
