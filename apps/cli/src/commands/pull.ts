import { planPull } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { pullFlags } from '../args/image-flags.ts'
import { carryOutImages } from '../images/carry-out-images.ts'
import { mapServices } from '../project/map-services.ts'

/** `berth pull`: pulls the images that the files name. */
export function pull(input: CommandInput<typeof pullFlags>): Promise<number> {
  const { flags, services } = input
  const { policy } = flags
  return carryOutImages(input, {
    verb: ['Pulling', 'Pulled'],
    shape: (project) =>
      mapServices(project, (service) =>
        policy === undefined || service.image === undefined ? service : { ...service, pull_policy: policy },
      ),
    plan: (desired, observed) =>
      planPull(desired, observed, {
        services,
        includeDeps: flags['include-deps'],
        ignoreBuildable: flags['ignore-buildable'],
        ignoreFailures: flags['ignore-pull-failures'],
      }),
  })
}
