import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, connect as dial, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { testEngineHost } from '@berth/testkit/engine'

/** The Engine of the tests behind another address, which tells what it is asked. */
export interface WatchedEngine {
  /** For `DOCKER_HOST`. */
  readonly host: string
  /** Resolves when a request with this in its first line has been answered, if only with its headers. */
  readonly answered: (part: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Opens the other address: to learn when a command has begun to wait for something, which it does in silence. */
export async function watchEngine(): Promise<WatchedEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-watched-'))
  const file = path.join(folder, 'docker.sock')
  const listeners = new Set<(requestLine: string) => void>()
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const engine = dial(engineSocket())
    let asked = ''
    client.on('data', (chunk) => {
      asked = chunk.toString('latin1').split('\r\n')[0] ?? ''
    })
    engine.on('data', () => {
      for (const listener of listeners) listener(asked)
    })
    client.pipe(engine).pipe(client)
    for (const socket of [client, engine]) {
      sockets.add(socket)
      // One side hangs up on the other: that is how streams are left.
      socket.on('error', () => {})
    }
  })
  server.listen(file)
  await once(server, 'listening')
  return {
    host: `unix://${file}`,
    answered: (part) =>
      new Promise((resolve) => {
        listeners.add((requestLine) => {
          if (requestLine.includes(part)) resolve()
        })
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}

const engineSocket = () => (testEngineHost() ?? 'unix:///var/run/docker.sock').replace('unix://', '')
