import { projects as contract } from '@berth/contract'
import { type EngineReader, isEngineError } from '@berth/docker-engine'
import type { FastifyInstance } from 'fastify'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { addRoute } from '../http/route.ts'
import { closeCode, guardSocket } from '../http/sockets.ts'
import type { Masks } from '../secrets/masks.ts'
import { followProjectLogs, formatLogLines, readProjectLogs } from './project-logs.ts'
import { sendWhenRoom } from './send-when-room.ts'

export interface ContainerSlice {
  readonly engine: EngineReader
  readonly credentials: CredentialWatch
  readonly masks: Masks
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

const defaultTail = 200

/** What containers print: the last lines as text, and as they come over a websocket. */
export function containerRoutes(app: FastifyInstance, slice: ContainerSlice): void {
  const { engine, credentials, masks, requireProject, now } = slice

  addRoute(app, contract.readLogs, async ({ params, query }, { signal }) => {
    const { project } = params
    await requireProject(project)
    const { service, tail = defaultTail } = query
    return formatLogLines(
      await readProjectLogs(engine, { project, service, tail, signal, mask: masks.of(project) }),
    )
  })

  app.get<{ Params: { project: string }; Querystring: { service?: string; tail?: number } }>(
    `${contract.readLogs.path}/ws`,
    {
      websocket: true,
      config: { permission: contract.readLogs.permission },
      schema: { params: contract.readLogs.params, querystring: contract.readLogs.query },
      preHandler: ({ params }) => requireProject(params.project),
    },
    async (socket, request) => {
      const signal = guardSocket(socket, request, credentials)
      const { service, tail = defaultTail } = request.query
      const { project } = request.params
      const selection = { project, service, tail, signal, now, mask: masks.of(project) }
      try {
        for await (const batch of followProjectLogs(engine, selection)) {
          await sendWhenRoom(socket, JSON.stringify(batch), signal)
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
