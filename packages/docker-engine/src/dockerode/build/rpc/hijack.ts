import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { abortedBy } from '../../connection.ts'

/** A request of the Engine whose connection is kept and used for another protocol. */
export interface HijackRequest {
  readonly path: '/grpc' | '/session'
  /** A header may have several values. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Ends the opening; afterwards the socket is the caller's. */
  readonly signal?: AbortSignal | undefined
}

/** Opens a connection on which HTTP/2 is spoken, whichever side serves. */
export function openSocket(docker: Docker, { path, headers, signal }: HijackRequest): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method: 'POST',
        path,
        hijack: true,
        // The types know no header with several values.
        headers: { ...headers, Upgrade: 'h2c' } as never,
        ...abortedBy(signal),
        statusCodes: {},
      },
      // With hijack docker-modem hands out the upgraded socket.
      (error, socket) => (error ? reject(error) : resolve(socket as Duplex)),
    )
  })
}
