import type { Project } from '@berth/compose'
import { type DiskResult, loadProjectFromDisk } from '@berth/compose/node'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { printDiagnostics } from '../print/print-diagnostics.ts'
import type { World } from '../world.ts'

/** What is loaded, and where what is found on the way is printed. */
export interface LoadInput {
  readonly globals: FlagValues<GlobalFlags>
  /** Named on the command line: their profiles are switched on. */
  readonly services: readonly string[]
  readonly world: World
  /** Remarks that change nothing are told too: by commands that are about the files themselves. */
  readonly remarks?: boolean
}

/**
 * Loads the project that the command line means and prints what there is to say about its files to
 * standard error. `undefined` when it cannot be used.
 */
export function loadProject(input: LoadInput): Project | undefined {
  const result = readProject(input)
  print(result, input)
  return result.project
}

/**
 * Like {@link loadProject}; but where a name is given and there is no compose file at all, what the Engine
 * holds under that name is enough.
 */
export function loadProjectOrName(
  input: LoadInput,
): { readonly name: string; readonly project?: Project } | undefined {
  const result = readProject(input)
  const name = input.globals['project-name'] ?? input.world.env.COMPOSE_PROJECT_NAME
  const isFileless = result.diagnostics.some(({ code }) => code === 'COMPOSE_NO_FILE')
  if (isFileless && name) return { name }
  print(result, input)
  return result.project && { name: result.project.name, project: result.project }
}

function print({ diagnostics, sources }: DiskResult, { world, globals, remarks = false }: LoadInput): void {
  const told = diagnostics.filter(({ severity }) => remarks || severity !== 'info')
  printDiagnostics({ diagnostics: told, sources }, world, globals.ansi)
}

function readProject({ globals, services, world }: LoadInput): DiskResult {
  const load = (profiles: readonly string[]) =>
    loadProjectFromDisk({
      cwd: world.cwd,
      environment: definedOnly(world.env),
      files: globals.file,
      envFiles: globals['env-file'],
      profiles,
      ...(globals['project-directory'] !== undefined && { projectDirectory: globals['project-directory'] }),
      ...(globals['project-name'] && { projectName: globals['project-name'] }),
    })
  const result = load(globals.profile)
  const switchedOff = services.flatMap((name) => result.project?.disabledServices[name]?.profiles ?? [])
  if (switchedOff.length === 0) return result
  const asked = globals.profile.length > 0 ? globals.profile : (world.env.COMPOSE_PROFILES ?? '').split(',')
  return load([...asked, ...switchedOff])
}

const definedOnly = (env: World['env']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
