import { toDesiredState } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { buildFlags } from '../args/image-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import { shapedProject } from '../project/wanted-project.ts'
import { buildShape } from './build-shape.ts'
import { chosenBuilds } from './chosen-builds.ts'
import { formatCheck } from './format-check.ts'

/**
 * `berth build --check`: what the builder has to say of the Dockerfiles, without building. Resolves with 1 when it
 * has something to say.
 *
 * @see https://docs.docker.com/build/checks/
 */
export async function checkBuilds(input: CommandInput<typeof buildFlags>): Promise<number> {
  const { flags, globals, services, world } = input
  const wanted = shapedProject(input, buildShape(flags, world.env))
  if (wanted === undefined) return 1
  const builds = toDesiredState(wanted.project).services.filter(({ build }) => build !== undefined)
  const chosen = chosenBuilds(builds, { services, withDependencies: flags['with-dependencies'] })
  return withEngine(input, async (engine) => {
    const { isEngineError } = await import('@berth/docker-engine')
    const checked = builds
      .flatMap(({ name, build }) => (build !== undefined && chosen.includes(name) ? [{ name, build }] : []))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const found = await Promise.allSettled(checked.map(({ build }) => engine.checkBuild(build)))
    const isFine = checked.map(({ name, build }, index) => {
      const check = found[index]
      if (check?.status === 'fulfilled') {
        world.out.write(`${formatCheck(name, check.value, build)}\n`)
        return check.value.warnings.length === 0 && check.value.fault === undefined
      }
      if (!isEngineError(check?.reason, 'ENGINE_BUILD_FAILED')) throw check?.reason
      printProblem(check.reason, world, globals.ansi)
      return false
    })
    return isFine.every(Boolean) ? 0 : 1
  })
}
