import type { WebSocket } from '@fastify/websocket'

/** Bytes that may wait for one reader before nothing more is read for it. */
const mostWaiting = 2 ** 20

/** Waits for a slow reader, so that no more is read for it than it takes. */
export async function sendWhenRoom(
  socket: WebSocket,
  data: string | Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  if (socket.bufferedAmount <= mostWaiting) return void socket.send(data)
  await new Promise<void>((resolve, reject) => {
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    // Called when it has been handed to the system: by then what waited before has gone too.
    socket.send(data, () => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    })
  })
}
