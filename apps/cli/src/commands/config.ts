import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { formatProject, type Project } from '@berth/compose'
import type { CommandInput } from '../args/command.ts'
import type { configFlags } from '../args/command-flags.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import { loadProject } from '../project/load-project.ts'
import { noSuchService } from '../project/no-such-service.ts'
import { selectServices, unknownServices } from '../project/select-services.ts'

type ConfigInput = CommandInput<typeof configFlags>

/** `berth config`: checks the files and prints the whole project, or one aspect of it. */
export async function config(input: ConfigInput): Promise<number> {
  const { flags, services, globals, world } = input
  const project = loadProject({ ...input, remarks: true })
  if (project === undefined) return 1
  const [unknown] = unknownServices(project, services)
  if (unknown !== undefined) {
    printProblem(noSuchService(unknown, project), world, globals.ansi)
    return 1
  }
  const text = await render(project, input)
  if (typeof text !== 'string') {
    printProblem(text, world, globals.ansi)
    return 1
  }
  if (flags.output !== undefined) return save(text, flags.output, input)
  world.out.write(text)
  // The reference ends JSON without a line end; a prompt should not stand behind it all the same.
  if (world.out.isTerminal && text !== '' && !text.endsWith('\n')) world.out.write('\n')
  return 0
}

async function save(text: string, file: string, { world, globals }: ConfigInput): Promise<number> {
  try {
    await writeFile(resolve(world.cwd, file), text)
    return 0
  } catch (error) {
    const problem: Problem = {
      code: 'CLI_WRITE_FAILED',
      message: `Could not write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Check that its folder exists and that you may write there.',
    }
    printProblem(problem, world, globals.ansi)
    return 1
  }
}

/** The first aspect that is asked for, in the reference's order. */
async function render(project: Project, { flags, services }: ConfigInput): Promise<string | Problem> {
  const selected = selectServices(project, services)
  if (flags.services) return lines(await startOrder(selected))
  if (flags.volumes) return lines(Object.keys(selected.volumes).sort())
  if (flags.networks) return lines(Object.keys(selected.networks).sort())
  if (flags.hash !== undefined) return hashes(project, flags.hash)
  if (flags.profiles) return lines(profilesOf(project))
  if (flags.images) return lines(imagesOf(selected))
  if (flags.quiet) return ''
  return formatProject(selected, flags.format ?? 'yaml')
}

const lines = (words: readonly string[]) => words.map((word) => `${word}\n`).join('')

async function startOrder(project: Project): Promise<string[]> {
  const { toDesiredState } = await import('@berth/convergence')
  return toDesiredState(project).services.map(({ name }) => name)
}

async function hashes(project: Project, asked: string): Promise<string | Problem> {
  const { serviceConfigHash } = await import('@berth/convergence')
  const names = asked === '*' ? Object.keys(project.services) : asked.split(',')
  const [unknown] = unknownServices(project, names)
  if (unknown !== undefined) return noSuchService(unknown, project)
  const hash = (name: string) => {
    const service = project.services[name]
    return service === undefined ? [] : [`${name} ${serviceConfigHash(service)}`]
  }
  return lines(names.toSorted().flatMap(hash))
}

const profilesOf = ({ services, disabledServices }: Project) =>
  [
    ...new Set(
      [services, disabledServices].flatMap((group) =>
        Object.values(group).flatMap(({ profiles }) => profiles ?? []),
      ),
    ),
  ].sort()

const imagesOf = ({ name: project, services }: Project) =>
  Object.values(services).map(({ name, image }) => image ?? `${project}-${name}`)
