import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Policy, type PortRange, readPolicy } from '@berth/convergence'
import { levels } from 'pino'

/** Everything that the environment decides, validated. */
export interface Config {
  readonly port: number
  readonly host: string
  /** Absolute. */
  readonly dataDir: string
  /** Absent: the Engine's usual socket. */
  readonly dockerHost: string | undefined
  readonly logLevel: string
  readonly trustProxy: boolean | string[]
  readonly allowedHosts: readonly string[]
  /** Projects that are worked on at the same time. */
  readonly operationLimit: number
  /** Throw-away runs at the same time. */
  readonly runLimit: number
  /** Days that operations are kept after their end. */
  readonly operationDays: number
  /** Absolute. */
  readonly projectRoots: readonly string[]
  readonly revisionsKept: number
  readonly revisionDays: number
  /** Ports of the host that copies of projects are given. */
  readonly copyPorts: PortRange
  /** Copies that a user may have at once; absent: as many as they like. */
  readonly copyQuota: number | undefined
  /** Days that copies are kept unless somebody says otherwise; absent: until they are deleted. */
  readonly copyDays: number | undefined
  /** Hours without use after which copies are stopped unless somebody says otherwise; absent: never. */
  readonly copyIdleHours: number | undefined
  /** What plans may do on this host; absent: everything. */
  readonly policy: Policy | undefined
}

/** One environment variable. */
export interface Setting<T> {
  readonly variable: string
  /** As it would be written; absent when there is none. */
  readonly fallback?: string
  /** One sentence for the README. */
  readonly meaning: string
  /** Throws an Error whose message says what is allowed. */
  readonly parse: (text: string | undefined) => T
}

const loopback = '127.0.0.1'

/** Every variable that the server reads. The README's table is checked against it. */
export const settings: { readonly [K in keyof Config]: Setting<Config[K]> } = {
  port: {
    variable: 'BERTH_PORT',
    fallback: '7420',
    meaning: 'TCP port to listen on.',
    parse: (text) => parsePort(text ?? ''),
  },
  host: {
    variable: 'BERTH_HOST',
    fallback: loopback,
    meaning: 'Address to listen on; `0.0.0.0` opens Berth to the network.',
    parse: (text) => text ?? loopback,
  },
  dataDir: {
    variable: 'BERTH_DATA_DIR',
    fallback: './data',
    meaning:
      'Folder of the database and the files of the projects; the Engine must see it under the same path.',
    parse: (text) => path.resolve(text ?? ''),
  },
  dockerHost: {
    variable: 'DOCKER_HOST',
    meaning:
      'Where the Docker Engine listens: `unix:///path/to/docker.sock` or `tcp://host:port`; the default socket when it is not set.',
    parse: parseDockerHost,
  },
  logLevel: {
    variable: 'BERTH_LOG_LEVEL',
    fallback: 'info',
    meaning:
      'Least severe level that is logged: `trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    parse: (text) => parseLogLevel(text ?? ''),
  },
  trustProxy: {
    variable: 'BERTH_TRUST_PROXY',
    fallback: 'false',
    meaning:
      'Whether `X-Forwarded-*` headers are believed: `false`, `true`, or a comma-separated list of addresses or networks of proxies.',
    parse: (text) => parseTrustProxy(text ?? 'false'),
  },
  allowedHosts: {
    variable: 'BERTH_ALLOWED_HOSTS',
    fallback: '',
    meaning:
      'Comma-separated host names under which Berth is reached, besides IP addresses and `localhost`. While empty, any name is answered unless `BERTH_HOST` is a loopback address.',
    parse: (text) => parseList(text ?? '').map((name) => name.toLowerCase()),
  },
  operationLimit: {
    variable: 'BERTH_MAX_OPERATIONS',
    fallback: '4',
    meaning: 'Projects that are worked on at the same time; further operations wait.',
    parse: (text) => parseCount(text ?? '', 64),
  },
  runLimit: {
    variable: 'BERTH_MAX_RUNS',
    fallback: '4',
    meaning: 'Throw-away runs at the same time, of all projects; further ones wait.',
    parse: (text) => parseCount(text ?? '', 64),
  },
  operationDays: {
    variable: 'BERTH_OPERATION_DAYS',
    fallback: '90',
    meaning: 'Days that operations are kept after their end, with what they printed.',
    parse: (text) => parseCount(text ?? '', 3650),
  },
  projectRoots: {
    variable: 'BERTH_PROJECT_ROOTS',
    fallback: '',
    meaning:
      'Comma-separated folders of the host in which projects may be, to be used in place or adopted. Berth and the Engine must see them under the same path.',
    parse: (text) => parseFolders(text ?? ''),
  },
  revisionsKept: {
    variable: 'BERTH_REVISIONS_KEPT',
    fallback: '50',
    meaning:
      'Revisions of a project that are kept at most, besides those that are pinned, that run, or that one would roll back to.',
    parse: (text) => parseCount(text ?? '', 100_000),
  },
  revisionDays: {
    variable: 'BERTH_REVISION_DAYS',
    fallback: '365',
    meaning: 'Days after which revisions are removed, besides the same.',
    parse: (text) => parseCount(text ?? '', 100_000),
  },
  copyPorts: {
    variable: 'BERTH_COPY_PORTS',
    fallback: '20000-29999',
    meaning: 'Ports of the host that copies of projects are given instead of those in their files.',
    parse: (text) => parsePortRange(text ?? ''),
  },
  copyQuota: {
    variable: 'BERTH_COPY_QUOTA',
    meaning:
      'Copies of projects that a user may have at once, admins too; as many as they like when it is not set.',
    parse: (text) => (text === undefined ? undefined : parseCount(text, 1000)),
  },
  copyDays: {
    variable: 'BERTH_COPY_DAYS',
    meaning:
      'Days after which a copy is deleted with its containers and volumes, unless it is kept for another time; when it is not set, copies stay until somebody deletes them.',
    parse: (text) => (text === undefined ? undefined : parseCount(text, 3650)),
  },
  copyIdleHours: {
    variable: 'BERTH_COPY_IDLE_HOURS',
    fallback: '12',
    meaning:
      'Hours without use after which a copy is stopped, with its volumes kept, unless it is made with another number; `off`: never.',
    parse: (text) => (text === 'off' ? undefined : parseCount(text ?? '', 8760, ' or off')),
  },
  policy: {
    variable: 'BERTH_POLICY',
    meaning:
      'File that says what may be deployed on this host, see [docs/policies.md](docs/policies.md); read when Berth starts.',
    parse: (text) => (text === undefined ? undefined : readPolicy(text, readPolicyFile(text))),
  },
}

/** A variable that cannot be used. The message names it, its value and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the configuration.
 *
 * @param environment `process.env`, by default: no other file of the server reads it. An empty value
 *   counts as not set.
 * @throws {@link ConfigError} that lists every variable at fault.
 */
export function readConfig(environment: Readonly<NodeJS.ProcessEnv> = process.env): Config {
  const faults: string[] = []
  const read = <K extends keyof Config>(key: K): [K, Config[K] | undefined] => {
    const { variable, fallback, parse } = settings[key]
    const text = environment[variable] || fallback
    try {
      return [key, parse(text)]
    } catch (error) {
      faults.push(`${variable}=${text}: ${error instanceof Error ? error.message : String(error)}`)
      return [key, undefined]
    }
  }
  const entries = (Object.keys(settings) as (keyof Config)[]).map(read)
  if (faults.length > 0) throw new ConfigError(faults.join('\n'))
  // Safe: every key is there, and each value came from the parser of its own key.
  return Object.fromEntries(entries) as unknown as Config
}

function readPolicyFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(`must be a file that can be read: ${error instanceof Error ? error.message : error}`)
  }
}

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(port >= 0 && port <= 65_535)) throw new Error('must be a port number from 0 to 65535')
  return port
}

function parseCount(text: string, most: number, others = ''): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(count >= 1 && count <= most)) throw new Error(`must be a number from 1 to ${most}${others}`)
  return count
}

function parsePortRange(text: string): PortRange {
  const [, first, last] = (/^(\d{1,5})-(\d{1,5})$/.exec(text) ?? []).map(Number)
  if (first === undefined || last === undefined || first < 1 || first > last || last > 65_535) {
    throw new Error('must be a range of ports, for example 20000-29999')
  }
  return { first, last }
}

function parseDockerHost(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (!/^(unix|tcp|http|https):\/\/./.test(text)) {
    throw new Error('must begin with unix:// or tcp://, for example unix:///var/run/docker.sock')
  }
  return text
}

function parseLogLevel(text: string): string {
  const allowed = [...Object.values(levels.labels), 'silent']
  if (!allowed.includes(text)) throw new Error(`must be one of ${allowed.join(', ')}`)
  return text
}

function parseTrustProxy(text: string): boolean | string[] {
  if (text === 'true' || text === 'false') return text === 'true'
  const proxies = parseList(text)
  const wrong = proxies.find((proxy) => !/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(proxy))
  if (wrong !== undefined) throw new Error('must be true, false, or addresses such as 10.0.0.1,172.16.0.0/12')
  return proxies
}

function parseFolders(text: string): string[] {
  const folders = parseList(text)
  if (!folders.every((folder) => path.isAbsolute(folder) && folder !== '/')) {
    throw new Error('must be absolute paths, and not the root, for example /srv,/opt/stacks')
  }
  return folders.map((folder) => path.resolve(folder))
}

const parseList = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
