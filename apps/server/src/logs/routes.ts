import { logs as contract, type StreamType } from '@berth/contract'
import { type ContainerSummary, type EngineReader, isEngineError } from '@berth/docker-engine'
import type { FastifyInstance } from 'fastify'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { sendWhenRoom } from '../containers/send-when-room.ts'
import { addRoute } from '../http/route.ts'
import { closeCode, guardSocket } from '../http/sockets.ts'
import { streamAnswer, streamTypeOf } from '../http/streams.ts'
import type { Masks } from '../secrets/masks.ts'
import { followLogs } from './follow-logs.ts'
import { chunksOf, nameOf, streamOf, type TextOptions, textOf } from './format-lines.ts'
import { findContainers, originOf, type ProjectLogLine, toBatch } from './log-line.ts'
import { newest } from './newest.ts'
import { readLogs } from './read-logs.ts'
import { invalidQuery, type LogQuery, selectLines } from './select-lines.ts'

export interface LogSlice {
  readonly engine: EngineReader
  readonly credentials: CredentialWatch
  readonly masks: Masks
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** What the Engine may take to tell whether there is such a container. */
const checkMs = 30_000

/** What containers print: as JSON, lines of JSON, events, text, and over a websocket. */
export function logRoutes(app: FastifyInstance, slice: LogSlice): void {
  const { engine, credentials, masks, requireProject, now } = slice
  const select = (project: string, query: LogQuery, signal: AbortSignal) =>
    selectLines(engine, query, { project, signal, mask: masks.of(project), now: now() })

  addRoute(app, contract.readLogs, async ({ params, query }, context) => {
    await requireProject(params.project)
    const { accept, 'last-event-id': lastId } = context.request.headers
    const streamed = streamTypeOf(accept, contract.readLogs.streams)
    const type = streamed ?? (context.isText ? 'text/plain' : undefined)
    const { follow = type === 'text/event-stream', since = firstOf(lastId) } = query
    requireRange({ ...query, follow, isJson: type === undefined })
    const selection = await select(params.project, { ...query, since }, context.signal)
    // Before the answer begins, so that an Engine that is away is told as a problem.
    const containers = await findContainers(engine, selection)
    if (type === undefined) return newest(readLogs(engine, containers, selection))
    const format = formatter(type, { containers, ...query })
    return streamAnswer(context, credentials, {
      type,
      endsItself: !follow,
      source: (signal) =>
        follow
          ? formatBatches(followLogs(engine, { ...selection, signal, now }), format)
          : chunksOf(readLogs(engine, containers, { ...selection, signal }), format),
    })
  })

  app.get<{ Params: { project: string }; Querystring: LogQuery }>(
    `${contract.readLogs.path}/ws`,
    {
      websocket: true,
      config: { permission: contract.readLogs.permission },
      schema: { params: contract.readLogs.params, querystring: contract.LogQuery },
      // What can be refused is refused before there is a websocket.
      preHandler: async ({ params, query }) => {
        await requireProject(params.project)
        requireRange({ ...query, follow: true, isJson: false })
        await select(params.project, query, AbortSignal.timeout(checkMs))
      },
    },
    async (socket, request) => {
      const signal = guardSocket(socket, request, credentials)
      try {
        const selection = await select(request.params.project, request.query, signal)
        for await (const batch of followLogs(engine, { ...selection, now })) {
          await sendWhenRoom(socket, JSON.stringify(toBatch(batch)), signal)
        }
      } catch (error) {
        // Its own closing is how following ends.
        if (signal.aborted) return
        if (!isEngineError(error)) request.log.error({ err: error }, 'could not follow logs')
        socket.close(closeCode.failed, 'The Docker Engine does not answer')
      }
    },
  )
}

const firstOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header)

function requireRange({ follow, until, isJson }: LogQuery & { follow: boolean; isJson: boolean }): void {
  if (!follow) return
  if (isJson)
    throw invalidQuery('follow', 'needs an Accept of text/plain, application/x-ndjson or text/event-stream')
  if (until !== undefined) throw invalidQuery('until', 'is not for what is followed')
}

function formatter(
  type: StreamType | 'text/plain',
  {
    containers,
    timestamps = false,
    color = false,
  }: Partial<Omit<TextOptions, 'width'>> & {
    readonly containers: readonly ContainerSummary[]
  },
): (line: ProjectLogLine) => string {
  if (type !== 'text/plain') return (line) => streamOf(line, type)
  const width = Math.max(0, ...containers.map((container) => nameOf(originOf(container)).length))
  return (line) => textOf(line, { width, timestamps, color })
}

async function* formatBatches(
  batches: AsyncIterable<readonly ProjectLogLine[]>,
  format: (line: ProjectLogLine) => string,
): AsyncGenerator<string> {
  for await (const batch of batches) yield batch.map(format).join('')
}
