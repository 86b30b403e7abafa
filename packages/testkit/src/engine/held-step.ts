import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A step of a build that goes on until it is told to end, and that can be seen from outside. */
export interface HeldStep {
  /** The instruction; its build needs the network of the host. */
  readonly instruction: string
  /** Resolves when it runs. */
  readonly begun: Promise<void>
  /** Resolves when it runs no more, after it had begun. */
  readonly over: Promise<void>
  /** Lets it succeed, now or as soon as it begins. */
  finish(): void
  close(): Promise<void>
}

/** Needs an Engine on this machine: the step asks this process for something, and waits for the answer. */
export async function holdStep(): Promise<HeldStep> {
  const begun = Promise.withResolvers<void>()
  const over = Promise.withResolvers<void>()
  const finished = Promise.withResolvers<void>()
  const server = createServer(async (_request, reply) => {
    reply.on('close', over.resolve)
    begun.resolve()
    await finished.promise
    reply.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Listening on TCP, so the address is no pipe name.
  const { port } = server.address() as AddressInfo
  return {
    instruction: `RUN wget -q -O /dev/null http://127.0.0.1:${port}/`,
    begun: begun.promise,
    over: over.promise,
    finish: () => finished.resolve(),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
