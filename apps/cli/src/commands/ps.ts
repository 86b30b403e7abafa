import { type ContainerSummary, type EngineReader, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { psFlags } from '../args/command-flags.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import { loadProjectOrName } from '../project/load-project.ts'
import { noSuchService } from '../project/no-such-service.ts'
import { unknownServices } from '../project/select-services.ts'
import { formatContainerJson, formatContainerTable } from './ps-format.ts'

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
  return withEngine(input, async (engine) => {
    const containers = (await listContainers(engine, found.name, input.flags.all)).filter((container) =>
      isWanted(container, input),
    )
    world.out.write(await render(engine, containers, input))
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

function isWanted({ state, labels }: ContainerSummary, { flags, services }: PsInput): boolean {
  const isNamed = services.length === 0 || services.includes(labels[label.service] ?? '')
  const states: readonly string[] = flags.status
  const isInState = states.length > 0 ? states.includes(state) : flags.all || activeStates.includes(state)
  return isNamed && isInState
}

/** What is shown without --all. */
const activeStates: readonly string[] = ['running', 'restarting', 'paused']

async function render(
  engine: EngineReader,
  containers: readonly ContainerSummary[],
  input: PsInput,
): Promise<string> {
  const { flags, world } = input
  const lines = (words: readonly string[]) => words.map((word) => `${word}\n`).join('')
  if (flags.quiet) return lines(containers.map(({ id }) => id))
  if (flags.services) return lines([...new Set(containers.map(({ labels }) => labels[label.service] ?? ''))])
  const options = { now: world.now(), truncate: !flags['no-trunc'] }
  if (flags.format !== 'json') return formatContainerTable(containers, options)
  const exitCodes = await Promise.all(containers.map((container) => exitCodeOf(engine, container)))
  return lines(
    containers.map((container, index) => formatContainerJson(container, exitCodes[index] ?? 0, options)),
  )
}

/** A running container has none; the others are asked, as the list does not tell. */
async function exitCodeOf(engine: EngineReader, { id, state }: ContainerSummary): Promise<number> {
  if (state === 'running' || state === 'paused') return 0
  return (await engine.inspectContainer(id)).State.ExitCode
}
