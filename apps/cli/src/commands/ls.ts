import { type ContainerSummary, label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { lsFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { goJson } from '../print/go-json.ts'
import { printProblem } from '../print/print-problem.ts'
import { formatTable } from '../print/table.ts'
import type { Problem } from '../problem.ts'
import { isActive } from '../project/containers.ts'

type LsInput = CommandInput<typeof lsFlags>

/** `berth ls`: the projects that the Engine has containers of. */
export async function ls(input: LsInput): Promise<number> {
  const { flags, globals, world } = input
  const isWanted = readFilters(flags.filter)
  if (typeof isWanted !== 'function') {
    printProblem(isWanted.problem, world, globals.ansi)
    return 1
  }
  return withEngine(input, async (engine) => {
    const containers = await engine.listContainers({ labels: [label.project, label.configHash] })
    const shown = containers.filter(({ state }) => flags.all || isActive(state))
    const projects = listProjects(shown).filter(({ name }) => isWanted(name))
    world.out.write(render(projects, flags))
    return 0
  })
}

/** One project in the words of `docker compose ls`. */
export interface ListedProject {
  readonly name: string
  /** `exited(1), running(2)`. */
  readonly status: string
  readonly configFiles: string
}

/** Puts the containers together by project, sorted by name. Pure. */
export function listProjects(containers: readonly ContainerSummary[]): ListedProject[] {
  const byProject = Map.groupBy(containers, ({ labels }) => labels[label.project] ?? '')
  return [...byProject]
    .map(([name, own]) => ({ name, status: statusOf(own), configFiles: configFilesOf(own) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function statusOf(containers: readonly ContainerSummary[]): string {
  const counts = [...Map.groupBy(containers, ({ state }) => state)].map(
    ([state, all]) => `${state}(${all.length})`,
  )
  return counts.sort().join(', ')
}

function configFilesOf(containers: readonly ContainerSummary[]): string {
  const files = containers.flatMap(({ labels }) => labels[label.configFiles]?.split(',') ?? [])
  return files.length === 0 ? 'N/A' : [...new Set(files)].join(',')
}

function render(projects: readonly ListedProject[], { quiet, format }: LsInput['flags']): string {
  if (quiet) return projects.map(({ name }) => `${name}\n`).join('')
  if (format === 'json') {
    const rows = projects.map(({ name, status, configFiles }) => ({
      Name: name,
      Status: status,
      ConfigFiles: configFiles,
    }))
    return `${goJson(rows)}\n`
  }
  const rows = projects.map(({ name, status, configFiles }) => [name, status, configFiles])
  return formatTable(['NAME', 'STATUS', 'CONFIG FILES'], rows, { leastWidth: 17 })
}

/** `name=PATTERN` is a regular expression for a part of the name. */
function readFilters(
  filters: readonly string[],
): ((name: string) => boolean) | { readonly problem: Problem } {
  const patterns: RegExp[] = []
  for (const filter of filters) {
    const pattern = /^name=(.*)$/.exec(filter)?.[1]
    if (pattern === undefined) return invalid(filter)
    try {
      patterns.push(new RegExp(pattern))
    } catch {
      return invalid(filter)
    }
  }
  return (name) => patterns.every((pattern) => pattern.test(name))
}

const invalid = (filter: string): { problem: Problem } => ({
  problem: {
    code: 'CLI_BAD_VALUE',
    message: `invalid filter '${filter}'`,
    fix: 'Write for example --filter name=shop.',
  },
})
