import type { EngineBuildChecks } from '../build-checks.ts'
import type { Engine, FindRegistryAuth } from '../engine.ts'
import type { EngineSessions } from '../sessions.ts'
import { archiveCalls } from './archives.ts'
import { buildCalls } from './builds.ts'
import { openConnection } from './connection.ts'
import { waitCalls } from './container-waits.ts'
import { containerCalls } from './containers.ts'
import { readEndpoint } from './endpoint.ts'
import { eventCalls } from './events.ts'
import { execCalls } from './exec.ts'
import { imageCalls } from './images.ts'
import { logCalls } from './logs.ts'
import { networkCalls } from './networks.ts'
import { dockerConfigProxies, type FindProxies } from './proxies.ts'
import { dockerConfigAuth } from './registry-auth.ts'
import { sessionCalls } from './sessions.ts'
import { systemCalls } from './system.ts'
import { transferCalls } from './transfers.ts'
import { usageCalls } from './usage.ts'
import { volumeCalls } from './volumes.ts'

export interface ConnectOptions {
  /** In the form of `DOCKER_HOST`: `unix:///path` or `tcp://host:port`. Absent: this machine's default socket. */
  readonly host?: string
  /** Finds the credentials for pulls, pushes and builds. Absent: where `docker login` leaves them. */
  readonly registryAuth?: FindRegistryAuth
  /** Finds the proxies that builds and containers are given. Absent: in the configuration of the Docker command. */
  readonly proxies?: FindProxies
  /** Socket of the SSH agent whose keys builds may use. Absent: `SSH_AUTH_SOCK`. */
  readonly sshAgent?: string
}

/** An Engine behind an address, and what to do when it is no longer needed. */
export interface ConnectedEngine extends Engine, EngineSessions, EngineBuildChecks {
  /** For people: `unix:///var/run/docker.sock`. */
  readonly endpoint: string
  /** Closes idle connections. Streams that are still read go on until their signal aborts. */
  close(): void
}

/**
 * Connects to a Docker Engine. Nothing is opened, and dockerode is not loaded, before the first call; so an
 * Engine that starts later is simply found by the next one.
 *
 * Throws `ENGINE_UNREACHABLE` when `host` is no address it knows.
 */
export function connectEngine({
  host,
  registryAuth = dockerConfigAuth(),
  proxies = dockerConfigProxies(),
  sshAgent = process.env.SSH_AUTH_SOCK,
}: ConnectOptions = {}): ConnectedEngine {
  const endpoint = readEndpoint(host)
  const connection = openConnection(endpoint)
  const proxySource = { findProxies: proxies, address: endpoint.address }
  return {
    endpoint: endpoint.address,
    close: connection.close,
    ...systemCalls(connection),
    ...containerCalls(connection, proxySource),
    ...waitCalls(connection),
    ...execCalls(connection),
    ...sessionCalls(connection),
    ...archiveCalls(connection),
    ...logCalls(connection),
    ...usageCalls(connection),
    ...eventCalls(connection),
    ...networkCalls(connection),
    ...volumeCalls(connection),
    ...imageCalls(connection),
    ...transferCalls(connection, registryAuth),
    registryCredentials: async () => (await registryAuth.all?.()) ?? [],
    ...buildCalls(connection, {
      findAuth: registryAuth,
      sshAgent,
      ...proxySource,
    }),
  }
}
