import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { formatModel, formatProject, type Project } from '@berth/compose'
import type { CommandInput } from '../args/command.ts'
import type { configFlags } from '../args/command-flags.ts'
import type { Pinned, ResolveDigest } from '../config/pin-images.ts'
import { printProblem } from '../print/print-problem.ts'
import type { Problem } from '../problem.ts'
import {
  type LoadedProject,
  type LoadInput,
  loadModel,
  loadProject,
  loadWithFiles,
} from '../project/load-project.ts'
import { noSuchService } from '../project/no-such-service.ts'
import {
  expandNames,
  missingDependencies,
  selectServices,
  unknownServices,
} from '../project/select-services.ts'

type ConfigInput = CommandInput<typeof configFlags>

/** `berth config`: checks the files and prints the whole project, or one aspect of it. */
export async function config(input: ConfigInput): Promise<number> {
  const { flags } = input
  const aspect = aspects.find(
    ({ flag }) => flags[flag] !== false && flags[flag] !== undefined && flags[flag] !== '',
  )
  if (aspect !== undefined) return aspect.print(input)
  return flags['no-interpolate'] ? printModel(input) : printProject(input)
}

interface Aspect {
  readonly flag: keyof typeof configFlags
  /** Resolves with the exit code. */
  readonly print: (input: ConfigInput) => number | Promise<number>
}

/** What is printed one a line, or why it cannot be. */
type Lines = readonly string[] | { readonly problem: Problem }

/** Of the whole project, whatever services are named on the command line. */
const linesOf =
  (list: (project: Project, input: ConfigInput) => Lines | Promise<Lines>): Aspect['print'] =>
  async (input) => {
    const project = loadProject(forLists(toLoad({ ...input, services: [] })))
    return project === undefined ? 1 : print(await list(project, input), input)
  }

/**
 * What a list cannot show is not looked at, as in the reference: neither an env file that is missing nor a name that
 * two containers have is a fault there.
 */
const forLists = (load: LoadInput): LoadInput => ({
  ...load,
  options: { ...load.options, resolveEnvironment: false, checkContainerNames: false },
})

/** Of the services that are named, and of what they depend on. */
const linesOfSelected =
  (list: (loaded: LoadedProject, input: ConfigInput) => Lines): Aspect['print'] =>
  (input) => {
    const loaded = loadSelected(input, forLists(toLoad(input)))
    return loaded === undefined ? 1 : print(list(loaded, input), input)
  }

/** In the reference's order: of several flags the first counts. */
const aspects: readonly Aspect[] = [
  { flag: 'services', print: linesOf(startOrder) },
  { flag: 'volumes', print: linesOf(({ volumes }) => Object.keys(volumes).sort()) },
  { flag: 'networks', print: linesOf(({ networks }) => Object.keys(networks).sort()) },
  {
    flag: 'models',
    print: linesOf(({ models }) =>
      Object.values(models)
        .map(({ model }) => model)
        .sort(),
    ),
  },
  { flag: 'hash', print: linesOf((project, { flags }) => hashes(project, flags.hash ?? '*')) },
  { flag: 'profiles', print: linesOfSelected(({ project }) => profilesOf(project)) },
  { flag: 'images', print: linesOfSelected(({ project }) => imagesOf(project)) },
  { flag: 'variables', print: printVariables },
  { flag: 'environment', print: printEnvironment },
  { flag: 'origins', print: printOrigins },
]

const toLoad = (input: ConfigInput): LoadInput => ({
  ...input,
  remarks: true,
  options: {
    normalize: !input.flags['no-normalize'],
    resolvePaths: !input.flags['no-path-resolution'],
    checkConsistency: !input.flags['no-consistency'],
  },
})

/** The project with the services that are named, and what they depend on. Undefined when one is not there. */
function loadSelected(input: ConfigInput, load: LoadInput = toLoad(input)): LoadedProject | undefined {
  const { world, globals } = input
  const loaded = loadWithFiles(load)
  if (loaded === undefined) return undefined
  const { project } = loaded
  const services = expandNames(project, input.services)
  const [unknown] = [...unknownServices(project, services), ...missingDependencies(project, services)]
  const resources = globals['all-resources'] ? 'all' : 'used'
  if (unknown === undefined) return { ...loaded, project: selectServices(project, services, resources) }
  printProblem(noSuchService(unknown, project), world, globals.ansi)
  return undefined
}

async function printProject(input: ConfigInput): Promise<number> {
  const { flags } = input
  const loaded = loadSelected(input)
  if (loaded === undefined) return 1
  const printWhole = (project: Project) => write(formatProject(project, flags.format ?? 'yaml'), input)
  if (!isPinning(input)) return printWhole(loaded.project)
  const { onlyImages, pinProject } = await import('../config/pin-images.ts')
  return withDigests(
    input,
    (resolveDigest) => pinProject(loaded.project, resolveDigest),
    (pinned) => printWhole(flags['lock-image-digests'] ? onlyImages(pinned) : pinned),
  )
}

async function printModel(input: ConfigInput): Promise<number> {
  const { flags } = input
  const load = toLoad(input)
  const model = loadModel(load)
  if (model === undefined) return 1
  const printWhole = (tree: typeof model) =>
    write(formatModel(tree, flags.format ?? 'yaml', load.options), input)
  if (!isPinning(input)) return printWhole(model)
  const { onlyImagesOfModel, pinModel } = await import('../config/pin-images.ts')
  return withDigests(
    input,
    (resolveDigest) => pinModel(model, resolveDigest),
    (pinned) => printWhole(flags['lock-image-digests'] ? onlyImagesOfModel(pinned) : pinned),
  )
}

const isPinning = ({ flags }: ConfigInput) => flags['lock-image-digests'] || flags['resolve-image-digests']

/** Pins with the Engine's help, which knows the way to the registries and their credentials. */
async function withDigests<T>(
  input: ConfigInput,
  pin: (resolveDigest: ResolveDigest) => Promise<Pinned<T>>,
  use: (pinned: T) => Promise<number>,
): Promise<number> {
  const { withEngine } = await import('../engine.ts')
  return withEngine(input, async (engine) => {
    const result = await pin((reference) => engine.resolveDigest(reference))
    return 'problem' in result ? fail(result.problem, input) : use(result.pinned)
  })
}

function printEnvironment(input: ConfigInput): number {
  const loaded = loadSelected(input)
  return loaded === undefined ? 1 : print(input.flags.quiet ? [] : variablesIn(loaded.environment), input)
}

async function printVariables(input: ConfigInput): Promise<number> {
  const { flags, world } = input
  const model = loadModel(toLoad(input))
  if (model === undefined) return 1
  const { formatVariables } = await import('../config/print-variables.ts')
  const isSilent = flags.quiet && flags.format === 'yaml'
  if (!isSilent) world.out.write(formatVariables(model, flags.format ?? 'table'))
  return 0
}

async function printOrigins(input: ConfigInput): Promise<number> {
  const { flags, world } = input
  const loaded = loadSelected(input)
  if (loaded === undefined) return 1
  const { formatOrigins } = await import('../config/print-origins.ts')
  return write(formatOrigins(loaded, flags.format === 'json' ? 'json' : 'text', world.cwd), input)
}

function print(lines: Lines, input: ConfigInput): number {
  if ('problem' in lines) return fail(lines.problem, input)
  input.world.out.write(lines.map((line) => `${line}\n`).join(''))
  return 0
}

/** Prints what may go to a file instead, or nowhere when only a check is wanted. */
async function write(text: string, input: ConfigInput): Promise<number> {
  const { flags, world } = input
  if (flags.quiet) return 0
  if (flags.output !== undefined) return save(text, flags.output, input)
  world.out.write(text)
  // The reference ends JSON without a line end; a prompt should not stand behind it all the same.
  if (world.out.isTerminal && text !== '' && !text.endsWith('\n')) world.out.write('\n')
  return 0
}

function fail(problem: Problem, { world, globals }: ConfigInput): number {
  printProblem(problem, world, globals.ansi)
  return 1
}

function save(text: string, file: string, input: ConfigInput): number {
  try {
    writeFileSync(resolve(input.world.cwd, file), text)
    return 0
  } catch (error) {
    const problem: Problem = {
      code: 'CLI_WRITE_FAILED',
      message: `Could not write ${file}: ${error instanceof Error ? error.message : String(error)}`,
      fix: 'Check that its folder exists and that you may write there.',
    }
    return fail(problem, input)
  }
}

async function startOrder(project: Project): Promise<string[]> {
  const { toDesiredState } = await import('@berth/convergence')
  return toDesiredState(project).services.map(({ name }) => name)
}

async function hashes(project: Project, asked: string): Promise<Lines> {
  const { printedConfigHash } = await import('@berth/convergence')
  const names = asked === '*' ? Object.keys(project.services) : asked.split(',')
  const [unknown] = unknownServices(project, names)
  if (unknown !== undefined) return { problem: noSuchService(unknown, project) }
  const hash = (name: string) => {
    const service = project.services[name]
    return service === undefined ? [] : [`${name} ${printedConfigHash(service, project.defaultPlatform)}`]
  }
  return names.toSorted().flatMap(hash)
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

const variablesIn = (environment: LoadedProject['environment']) =>
  [...environment].map(([name, { value }]) => `${name}=${value}`).sort()
