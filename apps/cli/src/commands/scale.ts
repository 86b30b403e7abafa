import type { CommandInput } from '../args/command.ts'
import type { scaleFlags } from '../args/up-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { deploy } from '../project/deploy.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { wantedProject } from '../project/wanted-project.ts'

type ScaleInput = CommandInput<typeof scaleFlags>

/** `berth scale`: runs as many containers of each named service as is said. */
export async function scale(input: ScaleInput): Promise<number> {
  const { flags, globals, world, services: words } = input
  const bad = words.find((word) => !/^[^=]+=\d+$/.test(word))
  if (words.length === 0 || bad !== undefined) {
    printProblem(invalid(bad), world, globals.ansi)
    return 1
  }
  const services = words.map((word) => word.slice(0, word.indexOf('=')))
  const wanted = wantedProject({ ...input, services, flags: { scale: words, pull: undefined } })
  if (wanted === undefined) return 1
  const { project, judge } = wanted
  return withEngine(input, async (engine) => {
    const code = await deploy({
      engine,
      globals,
      world,
      project,
      judge,
      verb: ['Scaling', 'Scaled'],
      options: planUpOptions(
        { 'no-deps': flags['no-deps'] },
        { services, wait: true, adopt: isNameGiven(globals, world.env), env: {} },
      ),
    })
    return code
  })
}

const invalid = (word: string | undefined): Problem => ({
  code: 'CLI_BAD_VALUE',
  message:
    word === undefined ? '`berth scale` needs at least one SERVICE=N' : `invalid scale specifier: ${word}`,
  fix: 'Write for example `berth scale web=3`.',
})
