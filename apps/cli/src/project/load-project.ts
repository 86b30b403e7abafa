import type { JsonObject, LoadOptions, Project } from '@berth/compose'
import {
  type DiskRequest,
  type DiskResult,
  loadModelFromDisk,
  loadProjectFromDisk,
} from '@berth/compose/node'
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
  /** Steps of loading that are left out. */
  readonly options?: LoadOptions
}

/** A project, and what is known about its files. */
export interface LoadedProject extends DiskResult {
  readonly project: Project
}

/**
 * Loads the project that the command line means and prints what there is to say about its files to
 * standard error. `undefined` when it cannot be used.
 */
export const loadProject = (input: LoadInput): Project | undefined => loadWithFiles(input)?.project

/** Like {@link loadProject}, with what is known about the files: their texts, variables and places. */
export function loadWithFiles(input: LoadInput): LoadedProject | undefined {
  const { project, ...result } = readProject(input)
  print(result, input)
  return project && { ...result, project }
}

/** Loads the merged files with their variables as written; faults are printed as {@link loadProject} prints them. */
export function loadModel(input: LoadInput): JsonObject | undefined {
  const result = loadModelFromDisk(toRequest(input, input.globals.profile))
  print(result, input)
  return result.model
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

function print(
  { diagnostics, sources }: Pick<DiskResult, 'diagnostics' | 'sources'>,
  { world, globals, remarks = false }: LoadInput,
): void {
  const told = diagnostics.filter(({ severity }) => remarks || severity !== 'info')
  printDiagnostics({ diagnostics: told, sources }, world, globals.ansi)
}

function readProject(input: LoadInput): DiskResult {
  const { globals, services, world } = input
  const result = loadProjectFromDisk(toRequest(input, globals.profile))
  const switchedOff = services.flatMap((name) => result.project?.disabledServices[name]?.profiles ?? [])
  if (switchedOff.length === 0) return result
  const asked = globals.profile.length > 0 ? globals.profile : (world.env.COMPOSE_PROFILES ?? '').split(',')
  return loadProjectFromDisk(toRequest(input, [...asked, ...switchedOff]))
}

const toRequest = ({ globals, world, options }: LoadInput, profiles: readonly string[]): DiskRequest => ({
  cwd: world.cwd,
  environment: definedOnly(world.env),
  files: globals.file,
  envFiles: globals['env-file'],
  profiles,
  options: { ...options, ...(globals['all-resources'] && { selectResources: false }) },
  ...(globals['project-directory'] !== undefined && { projectDirectory: globals['project-directory'] }),
  ...(globals['project-name'] && { projectName: globals['project-name'] }),
})

const definedOnly = (env: World['env']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
