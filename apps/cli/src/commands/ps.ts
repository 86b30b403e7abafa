import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { psFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { formatListing } from '../print/listing.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { loadProjectOrName } from '../project/load-project.ts'
import { noSuchService } from '../project/no-such-service.ts'
import { unknownServices } from '../project/select-services.ts'
import { containerListing } from './ps-format.ts'

type PsInput = CommandInput<typeof psFlags>

/** `berth ps`: what the Engine holds of the project. */
export async function ps(input: PsInput): Promise<number> {
  const { services, globals, world } = input
  const found = loadProjectOrName(input)
  if (found === undefined) return 1
  const [unknown] = found.project === undefined ? [] : unknownServices(found.project, services)
  if (unknown !== undefined && found.project !== undefined) {
    printProblem(noSuchService(unknown, found.project), world, globals.ansi)
    return 1
  }
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const states = statesOf(input.flags)
  if ('problem' in states) return refuse(states.problem)
  return withEngine(input, async (engine) => {
    const known = input.flags.orphans ? undefined : found.project && Object.keys(found.project.services)
    // Who asks for a state means all that are in it, one-off containers included.
    const all = input.flags.all || states.length > 0
    const containers = (await listContainers(engine, found.name, all)).filter((container) =>
      isWanted(container, input, { states, known }),
    )
    const text = await render(engine, containers, input)
    if (typeof text !== 'string') return refuse(text.problem)
    world.out.write(text)
    return 0
  })
}

/** By name. Containers of another tool that merely carry the project's label have no hash, and are not listed. */
async function listContainers(
  engine: EngineReader,
  project: string,
  all: boolean,
): Promise<ContainerSummary[]> {
  const labels = [`${label.project}=${project}`, label.configHash, ...(all ? [] : [`${label.oneOff}=False`])]
  const containers = await engine.listContainers({ labels })
  return containers.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function isWanted(
  { state, labels }: ContainerSummary,
  { flags, services }: PsInput,
  { states, known }: { readonly states: readonly string[]; readonly known: readonly string[] | undefined },
): boolean {
  const service = labels[label.service] ?? ''
  const isNamed = services.length === 0 || services.includes(service)
  const isKnown = known === undefined || known.includes(service)
  const isInState = states.length > 0 ? states.includes(state) : flags.all || activeStates.includes(state)
  return isNamed && isKnown && isInState
}

/** What is shown without --all. */
const activeStates: readonly string[] = ['running', 'restarting', 'paused']

/** `--status`, and the same said with `--filter`. */
function statesOf({ status, filter }: PsInput['flags']): readonly string[] | { readonly problem: Problem } {
  if (filter === undefined) return status
  const [, state] = /^status=(\w+)$/.exec(filter) ?? []
  if (state !== undefined) return [...status, state]
  return {
    problem: {
      code: 'CLI_BAD_VALUE',
      message: `--filter does not understand '${filter}'`,
      fix: 'Write for example --filter status=running.',
    },
  }
}

async function render(
  engine: EngineReader,
  containers: readonly ContainerSummary[],
  input: PsInput,
): Promise<string | { readonly problem: Problem }> {
  const { flags, world } = input
  const lines = (words: readonly string[]) => words.map((word) => `${word}\n`).join('')
  if (flags.quiet) return lines(containers.map(({ id }) => id))
  if (flags.services) return lines([...new Set(containers.map(({ labels }) => labels[label.service] ?? ''))])
  const isTable = flags.format === undefined || flags.format === 'table'
  const listed = await Promise.all(
    containers.map(async (container) => ({
      container,
      exitCode: isTable ? 0 : await exitCodeOf(engine, container),
    })),
  )
  const listing = containerListing(listed, { now: world.now(), truncate: !flags['no-trunc'] })
  return formatListing(flags.format, listing)
}

/** A running container has none; the others are asked, as the list does not tell. */
async function exitCodeOf(engine: EngineReader, { id, state }: ContainerSummary): Promise<number> {
  if (state === 'running' || state === 'paused') return 0
  return (await engine.inspectContainer(id)).State.ExitCode
}
