import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { ServerMessage } from '@berth/contract'
import type { Engine } from '@berth/docker-engine'
import { WebSocket } from 'ws'
import { containerOf, type Stage } from './stage.ts'

/** Between two changes, so that each is told by itself. */
const restMs = 250

/**
 * Pauses and resumes a container, and takes the time from when the Engine's own stream tells it to when a client of
 * the server is told how the project is now. Both are read in this process. Milliseconds, one for each change.
 */
export async function measureEvents(
  { server, api, projects: [project = ''] }: Stage,
  { engine, image, changes }: { readonly engine: Engine; readonly image: string; readonly changes: number },
): Promise<number[]> {
  const stopped = new AbortController()
  const container = { project, service: 's1', number: 2, image, command: ['sleep', '3600'] }
  const { id } = await engine.createContainer(containerOf(container))
  await engine.startContainer(id)
  const raw = turnstile()
  const ours = turnstile()
  const reading = readEngine(engine, { id, signal: stopped.signal, tell: raw.tell })
  const socket = await watchProject(`${server.url}/api/v1/ws`, {
    secret: api.secret,
    project,
    tell: ours.tell,
  })
  try {
    const times: number[] = []
    for (let change = 0; change < changes; change += 1) {
      await delay(restMs)
      const told = [raw.next(), ours.next()] as const
      await (change % 2 === 0 ? engine.pauseContainer(id) : engine.unpauseContainer(id))
      const [engineAt, clientAt] = await Promise.all(told)
      times.push(clientAt - engineAt)
    }
    return times
  } finally {
    socket.terminate()
    stopped.abort()
    await reading
  }
}

/** Hands the moment of the next thing that is told to whoever waits for it. */
function turnstile() {
  let waiting: ((at: number) => void) | undefined
  return {
    next: () => new Promise<number>((resolve) => (waiting = resolve)),
    tell() {
      waiting?.(performance.now())
      waiting = undefined
    },
  }
}

async function readEngine(
  engine: Engine,
  { id, signal, tell }: { readonly id: string; readonly signal: AbortSignal; readonly tell: () => void },
): Promise<void> {
  try {
    for await (const event of engine.events({ signal })) if (event.id === id) tell()
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function watchProject(
  url: string,
  { secret, project, tell }: { readonly secret: string; readonly project: string; readonly tell: () => void },
): Promise<WebSocket> {
  const headers = { authorization: `Bearer ${secret}` }
  const socket = new WebSocket(url.replace('http', 'ws'), { headers })
  await once(socket, 'open')
  const subscribed = Promise.withResolvers<void>()
  socket.on('message', (data) => {
    const message: ServerMessage = JSON.parse(String(data))
    if (message.op === 'subscribed') subscribed.resolve()
    if (message.op === 'event' && message.name === 'project.changed') tell()
  })
  socket.send(JSON.stringify({ op: 'subscribe', topic: `project:${project}` }))
  await subscribed.promise
  return socket
}
