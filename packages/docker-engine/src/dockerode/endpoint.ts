import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import type { DockerOptions } from 'dockerode'
import { EngineError } from '../errors.ts'

/** Where an Engine listens: as a person would write it, and as dockerode wants it. */
export interface Endpoint {
  readonly address: string
  readonly modem: DockerOptions
}

/**
 * Reads an address in the form of `DOCKER_HOST`; absent means this machine's default socket.
 *
 * Throws `ENGINE_UNREACHABLE` for an address of another kind, `ssh://` included.
 */
export function readEndpoint(host: string | undefined): Endpoint {
  const address = host || defaultAddress()
  const url = URL.parse(address)
  if (url?.protocol === 'unix:' && url.pathname) {
    // An explicit `host: undefined`, or docker-modem would fill it from the environment.
    return { address, modem: { socketPath: decodeURIComponent(url.pathname), ...none } }
  }
  if (url && (url.protocol === 'tcp:' || url.protocol === 'http:') && url.hostname) {
    const modem = { host: url.hostname, port: url.port || '2375', protocol: 'http' } as const
    return { address, modem: { ...modem, ...withoutTls } }
  }
  throw new EngineError(
    'ENGINE_UNREACHABLE',
    `Could not connect to a Docker Engine: ${address} is no address we know`,
    {
      fix: 'Use unix:///path/to/docker.sock or tcp://host:2375. For ssh, forward the socket: ssh -L ./docker.sock:/var/run/docker.sock host',
    },
  )
}

const withoutTls = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  pathPrefix: '/',
} as unknown as DockerOptions
const none = { host: undefined, protocol: 'http', ...withoutTls } as unknown as DockerOptions

/** Docker Desktop's socket where there is one, as the docker command does. */
function defaultAddress(): string {
  const desktop = path.join(homedir(), '.docker/run/docker.sock')
  return `unix://${existsSync(desktop) ? desktop : '/var/run/docker.sock'}`
}
