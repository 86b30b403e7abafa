import { randomUUID } from 'node:crypto'
import grpc from '@grpc/grpc-js'
import type Docker from 'dockerode'
import { openSocket } from '../rpc/hijack.ts'
import { healthService } from './health.ts'
import type { SessionService } from './service.ts'

/** The connection over which BuildKit asks its client for files, secrets, keys and credentials. */
export interface BuildSession {
  readonly id: string
  close(): void
}

// It would write to standard error when an old Engine sends a path that is not plain ASCII.
grpc.setLogVerbosity(grpc.logVerbosity.NONE)

/**
 * Opens a BuildKit session on the Engine and answers on it until it is closed. dockerode's own session
 * knows one fixed credential and no files, and stays open when the build fails early.
 *
 * @param sharedKey BuildKit compares files with what it last got under this key, and asks only for what changed.
 */
export async function openBuildSession(
  docker: Docker,
  services: readonly SessionService[],
  { sharedKey, signal }: { readonly sharedKey: string; readonly signal: AbortSignal | undefined },
): Promise<BuildSession> {
  const id = randomUUID()
  const served = [...services, healthService]
  const socket = await openSocket(docker, {
    path: '/session',
    headers: {
      'X-Docker-Expose-Session-Uuid': id,
      'X-Docker-Expose-Session-Name': 'berth',
      'X-Docker-Expose-Session-Sharedkey': sharedKey,
      // BuildKit asks only for what is named here.
      'X-Docker-Expose-Session-Grpc-Method': served.flatMap(({ definition }) =>
        Object.values(definition).map(({ path }) => path),
      ),
    },
    signal,
  })

  const server = new grpc.Server()
  for (const { definition, implementation } of served) server.addService(definition, implementation)
  server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(socket)
  return {
    id,
    close() {
      server.forceShutdown()
      socket.destroy()
    },
  }
}
