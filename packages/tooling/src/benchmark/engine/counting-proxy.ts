import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import path from 'node:path'

/** Stands between a contender and the Engine, and writes down every call. */
export interface CountingProxy {
  /** For `DOCKER_HOST`. */
  readonly host: string
  /** `GET /containers/json` and so on: what was called since this was last asked for. */
  readonly taken: () => readonly string[]
  readonly close: () => void
}

/** Listens on a socket in `folder`. It makes every call slower: nothing is timed through it. */
export async function startCountingProxy(
  engineHost: string,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<CountingProxy> {
  const engine = new URL(engineHost).pathname
  let calls: string[] = []
  const note = ({ method, url = '' }: IncomingMessage) => {
    calls.push(`${method} ${url.replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')}`)
  }
  const server = createServer((asked, answer) => {
    note(asked)
    forward(asked, answer, engine)
  })
  server.on('upgrade', (asked: IncomingMessage, socket: Socket, head: Buffer) => {
    note(asked)
    join(asked, socket, { head, engine })
  })
  const socketPath = path.join(folder, `${name}.sock`)
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    host: `unix://${socketPath}`,
    taken: () => {
      const sinceThen = calls
      calls = []
      return sinceThen
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function forward(asked: IncomingMessage, answer: ServerResponse, engine: string): void {
  const { method, url, headers } = asked
  const onward = request({ socketPath: engine, method, path: url, headers }, (reply) => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers)
    // A stream of events answers before it has anything to tell.
    answer.flushHeaders()
    reply.pipe(answer)
  })
  onward.on('error', () => answer.destroy())
  answer.on('close', () => onward.destroy())
  asked.pipe(onward)
}

/** Hands a connection that leaves HTTP over as it is. */
function join(
  { method, url, rawHeaders }: IncomingMessage,
  socket: Socket,
  { head, engine }: { readonly head: Buffer; readonly engine: string },
): void {
  const onward = connect(engine)
  const headers = rawHeaders.flatMap((text, index) =>
    index % 2 === 0 ? [`${text}: ${rawHeaders[index + 1] ?? ''}`] : [],
  )
  onward.write(`${method} ${url} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  onward.write(head)
  onward.pipe(socket).pipe(onward)
  onward.on('error', () => socket.destroy())
  socket.on('error', () => onward.destroy())
}
