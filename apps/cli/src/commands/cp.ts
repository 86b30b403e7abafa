import type { ContainerSummary } from '@berth/docker-engine'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { CommandInput } from '../args/command.ts'
import type { cpFlags } from '../args/inside-flags.ts'
import { copyInto } from '../copy/copy-into.ts'
import { type Copied, copyOutOf } from '../copy/copy-out-of.ts'
import { type CopyPlace, readPlace } from '../copy/copy-places.ts'
import { fileFault } from '../copy/local-source.ts'
import { withEngine } from '../engine.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { progressStyle } from '../progress/progress.ts'
import { listContainers, numberOf } from '../project/containers.ts'
import { findTarget } from '../project/target.ts'

type CpInput = CommandInput<typeof cpFlags>

/** `berth cp`: copies files and folders into containers of a service, or out of one. */
export async function cp(input: CpInput): Promise<number> {
  const { globals, world } = input
  const refuse = (problem: Problem) => {
    printProblem(problem, world, globals.ansi)
    return 1
  }
  const [from, to, ...others] = input.services.map(readPlace)
  if (from === undefined || to === undefined || others.length > 0) return refuse(notTwo)
  const service = serviceOf(from, to)
  if (typeof service !== 'string') return refuse(service)
  const target = findTarget({ ...input, services: [service] })
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const containers = await containersOf(
      engine,
      { project: target.name, service, into: to.kind === 'service' },
      input,
    )
    if ('problem' in containers) return refuse(containers.problem)
    if (from.path === '-' && containers.length > 1) return refuse(readOnce(service))
    for (const container of containers) {
      const { wrong } = await copyOrTell(() => copy(engine, container, { ...input, from, to }))
      if (wrong !== undefined) return refuse(cannotCopy(input, wrong))
    }
    return 0
  })
}

/** What the file system here refuses is told like everything else that cannot be copied. */
async function copyOrTell(copy: () => Promise<Copied>): Promise<Copied> {
  try {
    return await copy()
  } catch (error) {
    const wrong = fileFault(error)
    if (wrong === undefined) throw error
    return { wrong }
  }
}

function serviceOf(from: CopyPlace, to: CopyPlace): string | Problem {
  if (from.kind === 'service') return to.kind === 'service' ? betweenServices : from.service
  return to.kind === 'service' ? to.service : notTwo
}

/** Into all containers of the service, out of the first one; stopped ones too. */
async function containersOf(
  engine: ConnectedEngine,
  { project, service, into }: { readonly project: string; readonly service: string; readonly into: boolean },
  { flags }: CpInput,
): Promise<readonly ContainerSummary[] | { readonly problem: Problem }> {
  const all = await listContainers(engine, { project, services: [service], all: true, oneOff: flags.all })
  const found = flags.index === undefined ? all : all.filter((one) => numberOf(one) === flags.index)
  if (found.length > 0) return into ? found : found.slice(0, 1)
  const which = flags.index === undefined ? '' : ` #${flags.index}`
  return {
    problem: {
      code: 'CLI_NO_CONTAINER',
      message: `no container${which} found for service "${service}"`,
      fix: 'See `berth ps -a` for what there is.',
    },
  }
}

async function copy(
  engine: ConnectedEngine,
  { id, name }: ContainerSummary,
  { flags, globals, world, from, to }: CpInput & { readonly from: CopyPlace; readonly to: CopyPlace },
): Promise<Copied> {
  const [there, here] = [
    `${name}:${from.kind === 'service' ? from.path : to.path}`,
    from.kind === 'local' ? from.path : to.path,
  ]
  const what = from.kind === 'local' ? `${here} to ${there}` : `${there} to ${here}`
  const isQuiet = progressStyle(globals, world, world.err.isTerminal) === 'quiet'
  const say = (word: string) => !isQuiet && world.err.write(` ${name} copy ${what} ${word}\n`)
  say('Copying')
  const shared = {
    engine,
    world,
    container: id,
    from: from.path,
    to: to.path,
    followLinks: flags['follow-link'],
  }
  const copied =
    from.kind === 'service' ? await copyOutOf(shared) : await copyInto({ ...shared, asUser: flags.archive })
  if (copied.wrong === undefined) say('Copied')
  return copied
}

const cannotCopy = ({ services: [from, to] }: CpInput, wrong: string): Problem => ({
  code: 'CLI_CANNOT_COPY',
  message: `Could not copy ${from} to ${to}: ${wrong}`,
})

const notTwo: Problem = {
  code: 'CLI_BAD_VALUE',
  message: '`berth cp` needs a source and a destination, one of which is in a service',
  fix: 'Write for example `berth cp web:/etc/hosts .` or `berth cp ./site web:/srv`.',
}

const readOnce = (service: string): Problem => ({
  code: 'CLI_BAD_VALUE',
  message: `service "${service}" has several containers, and standard input can be read once`,
  fix: 'Choose one of them with --index.',
})

const betweenServices: Problem = {
  code: 'CLI_BAD_VALUE',
  message: 'copying between services is not supported',
  fix: 'Copy it out of the one, then into the other.',
}
