import type { Project } from '@berth/compose'
import type { CommandInput } from '../args/command.ts'
import type { upFlags } from '../args/up-flags.ts'
import { withEngine } from '../engine.ts'
import type { Cascade } from '../logs/cascade.ts'
import { printProblem, printWarning } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { attachedServices, plannedServices } from '../project/attached-services.ts'
import { type DeployInput, deploy } from '../project/deploy.ts'
import { noSuchService } from '../project/no-such-service.ts'
import { isNameGiven, planUpOptions } from '../project/plan-options.ts'
import { unknownServices } from '../project/select-services.ts'
import { wantedProject } from '../project/wanted-project.ts'

type UpInput = CommandInput<typeof upFlags>

/** `berth up`: makes the Engine run what the files ask for. */
export async function up(input: UpInput): Promise<number> {
  const { flags, services, globals, world } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  if (flags.menu) printWarning({ message: noMenu }, world, globals.ansi)
  const isAttached = !flags.detach && !flags.wait && !flags['no-start']
  if (flags.format === 'json' && isAttached) return refuse(noEnd)
  const wanted = wantedProject(input)
  if (wanted === undefined) return 1
  const { project, judge } = wanted
  const attached = attachedServices(project, flags, services)
  if ('problem' in attached) return refuse(attached.problem)
  const cascade = cascadeOf(project, flags)
  if ('problem' in cascade) return refuse(cascade.problem)

  const deployment = { project, judge, ...deployInput(input, isAttached) }
  return withEngine(input, async (engine) => {
    if (!isAttached || globals['dry-run']) return deploy({ ...deployment, engine })
    const { createProjectFollower } = await import('../logs/follow-project.ts')
    const follower = createProjectFollower({
      engine,
      globals,
      world,
      project: project.name,
      services: plannedServices(project, { services, noDeps: flags['no-deps'] }),
      attached,
      awaited: awaitedServices({ services, attached, cascade }),
      timeoutSeconds: flags.timeout,
      cascade,
      format: {
        prefix: !flags['no-log-prefix'],
        timestamps: flags.timestamps,
        noColor: flags['no-color'],
      },
    })
    const { onBegin, beforeStart, signal } = follower
    try {
      const apply = { ...deployment.apply, beforeStart }
      return await follower.end(
        await deploy({ ...deployment, engine, onBegin, signal, apply, shown: attached }),
      )
    } finally {
      follower.close()
    }
  })
}

function deployInput(
  { flags, services, globals, world }: UpInput,
  isAttached: boolean,
): Pick<DeployInput, 'globals' | 'world' | 'options' | 'verb' | 'quiet' | 'apply' | 'format'> {
  const onFailure = flags['on-failure']
  const seconds = flags['wait-timeout'] ?? 0
  return {
    globals,
    world,
    verb: flags['no-start'] ? ['Creating', 'Created'] : ['Deploying', 'Deployed'],
    quiet: { pulls: flags['quiet-pull'], builds: flags['quiet-build'] },
    format: flags.format,
    options: planUpOptions(flags, {
      services,
      wait: !isAttached,
      adopt: isNameGiven(globals, world.env),
      env: world.env,
    }),
    apply: { ...(onFailure && { onFailure }), ...(seconds > 0 && { waitTimeoutMs: seconds * 1000 }) },
  }
}

/** Those that are named, else those whose output is shown. */
const awaitedServices = ({
  services,
  attached,
  cascade,
}: {
  readonly services: readonly string[]
  readonly attached: ReadonlySet<string>
  readonly cascade: Cascade
}): ReadonlySet<string> =>
  new Set([
    ...(services.length > 0 ? services : attached),
    ...('of' in cascade && cascade.of !== undefined ? [cascade.of] : []),
  ])

function cascadeOf(project: Project, flags: UpInput['flags']): Cascade | { readonly problem: Problem } {
  const of = flags['exit-code-from']
  const [unknown] = of === undefined ? [] : unknownServices(project, [of])
  if (unknown !== undefined) return { problem: noSuchService(unknown, project) }
  if (flags['abort-on-container-failure']) return { kind: 'failure' }
  if (of !== undefined) return { kind: 'exit', of }
  return flags['abort-on-container-exit'] ? { kind: 'exit' } : { kind: 'none' }
}

const noEnd: Problem = {
  code: 'CLI_CONFLICTING_FLAGS',
  message: 'With --format json `up` has to end, and without --detach or --wait it follows the logs',
  fix: 'Add -d or --wait.',
}

const noMenu = 'there is no menu: no keys are read while logs are shown; Ctrl-C stops the containers'
