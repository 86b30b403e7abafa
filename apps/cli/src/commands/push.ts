import { planPush } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { pushFlags } from '../args/image-flags.ts'
import { carryOutImages } from '../images/carry-out-images.ts'

/** `berth push`: pushes the images that are built and that the files name. */
export function push(input: CommandInput<typeof pushFlags>): Promise<number> {
  const { flags, services } = input
  return carryOutImages(input, {
    verb: ['Pushing', 'Pushed'],
    shape: (project) => project,
    plan: (desired, observed) =>
      planPush(desired, observed, {
        services,
        includeDeps: flags['include-deps'],
        ignoreFailures: flags['ignore-push-failures'],
      }),
  })
}
