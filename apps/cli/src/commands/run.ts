import { randomBytes } from 'node:crypto'
import type { OneOff } from '@berth/convergence'
import type { CommandInput } from '../args/command.ts'
import type { runFlags } from '../args/inside-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { type DeployInput, deploy } from '../project/deploy.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { shapeOneOff } from '../project/shape-one-off.ts'
import { shapeProject } from '../project/shape-project.ts'
import { shapedProject } from '../project/wanted-project.ts'
import { openOneOff } from '../sessions/one-off-session.ts'
import { attachOptions } from '../sessions/terminal.ts'

type RunInput = CommandInput<typeof runFlags>

/** `berth run`: one command in a container of its own. Resolves with the exit code of the command. */
export async function run(input: RunInput): Promise<number> {
  const { flags, globals, world } = input
  const [service, ...command] = input.services
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (service === undefined) return refuse(noService)
  const { isTty, hasInput } = terminalOf(input)
  if (isTty && hasInput && !flags.detach && !world.input.isTerminal) return refuse(noTerminal)
  const shape = shapeOneOff({ service, command, flags, isTty, cwd: world.cwd, home: world.env.HOME })
  const wanted = shapedProject({ ...input, services: [service] }, (loaded, environment) => {
    const shaped = shapeProject(loaded, { scale: [], pull: flags.pull })
    return 'problem' in shaped ? shaped : shape(shaped, environment)
  })
  if (wanted === undefined) return 1
  const { project, judge } = wanted
  const oneOff = oneOffOf(service, input)
  const name = oneOff.name ?? `${project.name}-${service}-run-${oneOff.slug.slice(0, 12)}`
  return withEngine(input, async (engine) => {
    const session = openOneOff(engine, { world, name, isTty, hasInput, removesItself: flags.rm })
    let id = ''
    const beforeStart: OneOffStart = async (container) => {
      if (container.name === name) id = container.id
      if (!flags.detach) await session.beforeStart(container)
    }
    try {
      const code = await deploy({
        engine,
        project,
        judge,
        oneOff,
        ...deployInput(input, service),
        apply: { beforeStart },
      })
      if (code !== 0 || globals['dry-run']) return code
      if (!flags.detach) return await session.join()
      world.out.write(`${id}\n`)
      return 0
    } finally {
      session.close()
    }
  })
}

type OneOffStart = NonNullable<NonNullable<DeployInput['apply']>['beforeStart']>

/** With a terminal when there is one here, unless it is said otherwise. */
function terminalOf({ flags, world }: RunInput) {
  const usual = attachOptions(world, { noTty: flags['no-TTY'], interactive: flags.interactive })
  return flags.tty ? { ...usual, isTty: true } : usual
}

const oneOffOf = (service: string, { flags }: RunInput): OneOff => ({
  service,
  slug: randomBytes(32).toString('hex'),
  ...(flags.name && { name: flags.name }),
  hasInput: flags.interactive,
  removesItself: flags.rm,
  usesAliases: flags['use-aliases'],
})

const deployInput = ({ flags, globals, world }: RunInput, service: string) => ({
  globals: flags.quiet ? { ...globals, progress: 'quiet' as const } : globals,
  world,
  verb: ['Preparing', 'Prepared'] as const,
  quiet: { pulls: flags['quiet-pull'], builds: flags['quiet-build'] },
  options: planUpOptions(flags, {
    services: [service],
    wait: false,
    adopt: isNameGiven(globals, world.env),
    env: world.env,
  }),
})

const noService: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth run` needs a service',
  fix: 'Write for example `berth run web sh`.',
}

const noTerminal: Problem = {
  code: 'CLI_BAD_VALUE',
  message: 'the input device is not a TTY',
  fix: 'Leave --tty out: what is piped into the command reaches it without.',
}
