import { planBuild } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { buildFlags } from '../args/image-flags.ts'
import { buildShape } from '../images/build-shape.ts'
import { carryOutImages } from '../images/carry-out-images.ts'
import { shapedProject } from '../project/wanted-project.ts'

type BuildInput = CommandInput<typeof buildFlags>

/** `berth build`: builds images, whether they are there or not. */
export function build(input: BuildInput): Promise<number> {
  const { flags, services, world, globals } = input
  if (flags.print) return printBakeFile(input)
  if (flags.check) return check(input)
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

/** Asks no Engine for anything. */
async function printBakeFile(input: BuildInput): Promise<number> {
  const { flags, services, world } = input
  const wanted = shapedProject(input, buildShape(flags, world.env))
  if (wanted === undefined) return 1
  const { connectEngine, dockerConfigProxies } = await import('@berth/docker-engine/dockerode')
  const { bakeFile } = await import('../images/bake-file.ts')
  const { endpoint } = connectEngine(world.env.DOCKER_HOST ? { host: world.env.DOCKER_HOST } : {})
  const proxies = await dockerConfigProxies(world.env.DOCKER_CONFIG || undefined)(endpoint)
  const file = bakeFile(wanted.project, {
    services,
    withDependencies: flags['with-dependencies'],
    push: flags.push,
    proxies,
  })
  world.out.write(`${JSON.stringify(file, null, 2)}\n`)
  return 0
}

const check = async (input: BuildInput) => (await import('../images/check-builds.ts')).checkBuilds(input)
