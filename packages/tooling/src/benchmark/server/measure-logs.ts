import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import type { LogBatch } from '@berth/contract'
import type { Engine } from '@berth/docker-engine'
import { WebSocket } from 'ws'
import { peakMegabytes, residentMegabytes } from './resident-memory.ts'
import { containerOf, type Stage } from './stage.ts'

export interface LogFigures {
  /** Lines a second to one reader, of each round. */
  readonly rates: { readonly berth: readonly number[]; readonly engine: readonly number[] }
  readonly ten: {
    /** Lines a second to each of ten readers. */
    readonly rate: number
    /** Megabytes of the server: before, and at most meanwhile. */
    readonly before: number
    readonly most: number
  }
  /** Lines that any reader of ours has not got. */
  readonly lost: number
}

export interface LogOptions {
  readonly engine: Engine
  readonly image: string
  readonly rounds: number
  readonly lines: number
}

/** Follows a container that prints as fast as it can: from the Engine itself, and over the server's websocket. */
export async function measureLogs(stage: Stage, options: LogOptions): Promise<LogFigures> {
  const { server } = stage
  const rates = { berth: [] as number[], engine: [] as number[] }
  let lost = 0
  for (let round = 0; round < options.rounds; round += 1) {
    rates.engine.push((await readEngine(stage, options)).rate)
    const ours = await readBerth(stage, options, 1)
    rates.berth.push(ours.rate)
    lost += ours.lost
  }
  const before = residentMegabytes(server.pid)
  let ten = { rate: 0, lost: 0 }
  const most = await peakMegabytes(server.pid, async () => {
    ten = await readBerth(stage, options, 10)
  })
  return { rates, ten: { rate: ten.rate, before, most }, lost: lost + ten.lost }
}

/** Counts lines from the first to the last, which has the number of all. */
function counter(lines: number) {
  const { promise, resolve } = Promise.withResolvers<{ rate: number; lost: number }>()
  let seen = 0
  let begun = 0
  return {
    whole: promise,
    see(text: string) {
      if (seen === 0) begun = performance.now()
      seen += 1
      if (!text.startsWith(`${lines} `)) return
      resolve({ rate: seen / ((performance.now() - begun) / 1000), lost: lines - seen })
    },
  }
}

/** A container that prints numbered lines when it is started, and stays. */
async function createWriter({ projects: [project = ''] }: Stage, { engine, image, lines }: LogOptions) {
  const words = 'GET /api/v1/projects HTTP/1.1 200 with some words more'
  const command = ['sh', '-c', `seq 1 ${lines} | sed 's|$| ${words}|'; sleep 3600`]
  const container = { project, service: 's1', number: 3, image, command }
  const { id } = await engine.createContainer(containerOf(container))
  return { id, project, remove: () => engine.removeContainer(id, { force: true }) }
}

async function readEngine(stage: Stage, options: LogOptions): Promise<{ rate: number }> {
  const { engine, lines } = options
  const writer = await createWriter(stage, options)
  const count = counter(lines)
  const stopped = new AbortController()
  await engine.startContainer(writer.id)
  const reading = (async () => {
    const log = engine.containerLogs(writer.id, { follow: true, signal: stopped.signal })
    try {
      for await (const { text } of log) count.see(text)
    } catch (error) {
      if (!stopped.signal.aborted) throw error
    }
  })()
  const result = await count.whole
  stopped.abort()
  await reading
  await writer.remove()
  return result
}

/** The slowest of the readers counts. */
async function readBerth(stage: Stage, options: LogOptions, readers: number) {
  const { server, api } = stage
  const writer = await createWriter(stage, options)
  const url = `${server.url.replace('http', 'ws')}/api/v1/projects/${writer.project}/logs/ws?service=s1&tail=all`
  const headers = { authorization: `Bearer ${api.secret}` }
  const counters = Array.from({ length: readers }, () => counter(options.lines))
  const sockets = await Promise.all(
    counters.map(async (count) => {
      const socket = new WebSocket(url, { headers })
      socket.on('message', (data) => {
        const batch: LogBatch = JSON.parse(String(data))
        for (const { text } of batch) count.see(text)
      })
      await once(socket, 'open')
      return socket
    }),
  )
  const cut = Promise.all(sockets.map((socket) => once(socket, 'close'))).then(() => {
    throw new Error('The server closed the log before its end.')
  })
  await options.engine.startContainer(writer.id)
  const results = await Promise.race([Promise.all(counters.map(({ whole }) => whole)), cut])
  cut.catch(() => {})
  for (const socket of sockets) socket.terminate()
  await writer.remove()
  return {
    rate: Math.min(...results.map(({ rate }) => rate)),
    lost: results.reduce((sum, { lost }) => sum + lost, 0),
  }
}
