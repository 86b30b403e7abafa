import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadProject, parseDotenv, type Service } from '@berth/compose'
import type { FlagValues } from '../args/flag.ts'
import type { runFlags } from '../args/inside-flags.ts'
import type { Problem } from '../problem.ts'
import type { ShapeWithVariables } from './wanted-project.ts'

/** What a command line says of a container for one command. */
export interface OneOffRequest {
  readonly service: string
  /** Empty: that of the service. */
  readonly command: readonly string[]
  readonly flags: FlagValues<typeof runFlags>
  readonly isTty: boolean
  /** Relative paths are resolved against it. */
  readonly cwd: string
  /** What `~` stands for. */
  readonly home: string | undefined
}

/** A project whose service is as the flags of `run` change it for one command. Reads the files of `--env-from-file`. */
export const shapeOneOff =
  (request: OneOffRequest): ShapeWithVariables =>
  (project, variables) => {
    const service = project.services[request.service]
    // The names of services have been checked.
    if (service === undefined) return project
    const written = readWritten(request)
    if ('problem' in written) return written
    const environment = readEnvironment(request, variables)
    if ('problem' in environment) return environment
    const labels = readLabels(request.flags.label)
    if ('problem' in labels) return labels
    const shaped: Service = {
      ...shapeProcess(service, request, written),
      ports: (request.flags['service-ports'] ? service.ports : written.ports) ?? [],
      volumes: [...(service.volumes ?? []), ...(written.volumes ?? [])],
      environment: { ...service.environment, ...environment.values },
      labels: { ...service.labels, ...labels.values },
    }
    return { ...project, services: { ...project.services, [service.name]: shaped } }
  }

/** What runs in it, and as what. */
function shapeProcess(service: Service, request: OneOffRequest, written: Service): Service {
  const { flags, isTty } = request
  const { cap_add: _added, cap_drop: _dropped, ...rest } = service
  return {
    ...rest,
    ...commandOf(request, written),
    ...capabilitiesOf(service, flags),
    // Left to themselves, they are none of its own.
    ...(flags['no-deps'] && { depends_on: {} }),
    tty: isTty,
    ...(flags.user && { user: flags.user }),
    ...(flags.workdir && { working_dir: flags.workdir }),
  }
}

type Fault = { readonly problem: Problem }

const bad = (message: string, fix: string): Fault => ({ problem: { code: 'CLI_BAD_VALUE', message, fix } })

/** What is written as in a compose file is read as one. */
function readWritten({ flags, cwd, home }: OneOffRequest): Service | Fault {
  const escaped = (texts: readonly string[]) => texts.map((text) => text.replaceAll('$', '$$$$'))
  const service = {
    image: 'none',
    ...(flags.entrypoint !== undefined && { entrypoint: escaped([flags.entrypoint])[0] }),
    ports: escaped(flags.publish),
    volumes: escaped(flags.volume),
  }
  const file = path.join(cwd, 'command-line')
  const { project, diagnostics } = loadProject({
    files: [file],
    sources: new Map([[file, JSON.stringify({ services: { service } })]]),
    workingDir: cwd,
    environment: home === undefined ? {} : { HOME: home },
    envFiles: [],
    projectName: 'run',
    options: { checkConsistency: false },
  })
  const error = diagnostics.find(({ severity }) => severity === 'error')
  if (error !== undefined) return bad(error.message, error.fix ?? 'Write it as in a compose file.')
  return project?.services.service ?? { name: 'service' }
}

/** Who sets the entrypoint and no command runs it alone. */
function commandOf({ command, flags }: OneOffRequest, { entrypoint = [] }: Service): Partial<Service> {
  const own = command.length > 0 ? { command } : {}
  if (flags.entrypoint === undefined) return own
  return { entrypoint, command: [], ...own }
}

function capabilitiesOf(
  { cap_add: added = [], cap_drop: dropped = [] }: Service,
  flags: OneOffRequest['flags'],
): Pick<Service, 'cap_add' | 'cap_drop'> {
  const add = [...added, ...flags['cap-add']]
  const drop = [...dropped.filter((name) => !flags['cap-add'].includes(name)), ...flags['cap-drop']]
  const kept = add.filter((name) => !flags['cap-drop'].includes(name))
  return { ...(kept.length > 0 && { cap_add: kept }), ...(drop.length > 0 && { cap_drop: drop }) }
}

function readLabels(texts: readonly string[]): { readonly values: Record<string, string> } | Fault {
  const strange = texts.find((text) => !text.includes('='))
  if (strange !== undefined)
    return bad(`--label needs KEY=VALUE, not '${strange}'`, 'Write for example -l tier=test.')
  return { values: Object.fromEntries(texts.map(splitOnce)) }
}

const splitOnce = (text: string): [string, string] => {
  const at = text.indexOf('=')
  return [text.slice(0, at), text.slice(at + 1)]
}

/** Of a name alone the value here, if there is one; files count less than what is said on the command line. */
function readEnvironment(
  { flags, cwd }: OneOffRequest,
  variables: Parameters<ShapeWithVariables>[1],
): { readonly values: Record<string, string> } | Fault {
  const values = Object.fromEntries(
    flags.env.flatMap((text): [string, string][] => {
      if (text.includes('=')) return [splitOnce(text)]
      const value = variables.get(text)?.value
      return value === undefined ? [] : [[text, value]]
    }),
  )
  for (const name of flags['env-from-file']) {
    const read = readEnvFile(path.resolve(cwd, name), (key) => values[key])
    if ('problem' in read) return read
    for (const [key, value] of Object.entries(read.values)) values[key] ??= value
  }
  return { values }
}

function readEnvFile(
  file: string,
  lookup: (name: string) => string | undefined,
): { readonly values: Readonly<Record<string, string>> } | Fault {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return bad(
      `The file ${file} of --env-from-file cannot be read: ${why}`,
      'Check its path and your rights.',
    )
  }
  const { values, problem } = parseDotenv(text, lookup)
  if (problem === undefined) return { values }
  const line = text.slice(0, problem.offset).split('\n').length
  return bad(`${file}:${line}: ${problem.message}`, 'Write one KEY=value a line.')
}
