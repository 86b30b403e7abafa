import websocket, { type WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorOf } from '../access/guard.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'

/** Close codes of ours; the rest are RFC 6455's. */
export const closeCode = { normal: 1000, goingAway: 1001, failed: 1011, signedOut: 4401, idle: 4408 } as const

/** Proxies drop a connection that is silent for a minute. */
const pingMs = 25_000
/** A client that does not answer the close in this time holds up nobody. */
const goodbyeMs = 500
/** A client sends a few words at a time. */
const mostPayload = 16 * 2 ** 10

/** Allows websocket routes. They pass the same hooks as every request, before they are accepted. */
export async function useSockets(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: mostPayload },
    preClose(done) {
      const { clients } = app.websocketServer
      for (const client of clients) client.close(closeCode.goingAway, 'The server stops')
      const giveUp = setTimeout(() => {
        for (const client of clients) client.terminate()
      }, goodbyeMs)
      app.websocketServer.close(() => {
        clearTimeout(giveUp)
        done()
      })
    },
  })
}

/**
 * Keeps a socket while its client answers pings and its session or token is good, and closes it when not.
 *
 * @returns a signal that aborts when the socket has closed, for whatever reason.
 */
export function guardSocket(
  socket: WebSocket,
  request: FastifyRequest,
  credentials: CredentialWatch,
): AbortSignal {
  const closed = new AbortController()
  const actor = actorOf(request)
  const signOut = () => socket.close(closeCode.signedOut, 'The session or token has ended')
  const stopListening = credentials.onRevoked(actor, signOut)
  const leave = request.server.openStreams.enter(actor)
  let isAlive = true

  const check = async () => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
    if (!(await credentials.isOpen(actor))) signOut()
  }
  const timer = setInterval(() => {
    check().catch((error) => request.log.error({ err: error }, 'could not check the session of a socket'))
  }, pingMs)

  socket.on('pong', () => {
    isAlive = true
  })
  // A connection that breaks is an ordinary end; without a listener it would end the process.
  socket.on('error', (error) => request.log.debug({ err: error }, 'a socket broke'))
  socket.on('close', () => {
    clearInterval(timer)
    stopListening()
    leave()
    closed.abort(new Error('The socket has closed'))
  })
  return closed.signal
}
