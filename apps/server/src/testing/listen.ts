import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type EventClient, eventClient } from './event-client.ts'

/** Opens a websocket of a running server with a token; it closes with the test. */
export async function listen<T>(url: string, secret: string): Promise<EventClient<T>> {
  const headers = { authorization: `Bearer ${secret}` }
  const socket = new WebSocket(url.replace('http', 'ws'), { headers })
  onTestFinished(() => socket.terminate())
  const client = eventClient<T>(socket)
  await once(socket, 'open')
  return client
}
