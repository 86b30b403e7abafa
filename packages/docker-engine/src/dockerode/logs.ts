import type Docker from 'dockerode'
import type { Engine, LogOptions } from '../engine.ts'
import { type Connection, openStream } from './connection.ts'
import { readFrames, readLines, readTtyFrames } from './log-lines.ts'
import { toEngineError } from './to-engine-error.ts'

/** Container logs as lines. Nothing is asked of the Engine before the first line is wanted. */
export const logCalls = ({ ask }: Connection): Pick<Engine, 'containerLogs'> => ({
  async *containerLogs(id, options) {
    const { signal } = options
    const attempt = { doing: `read the logs of container ${id}` }
    const { chunks, isTty } = await ask(attempt, signal, async (docker) => ({
      isTty: (await docker.getContainer(id).inspect()).Config.Tty,
      chunks: await openLogs(docker, id, options),
    }))
    try {
      yield* readLines(isTty ? readTtyFrames(chunks) : readFrames(chunks))
    } catch (error) {
      signal?.throwIfAborted()
      throw toEngineError(error, attempt)
    } finally {
      chunks.destroy()
    }
  },
})

/** dockerode's own logs() gathers everything in one buffer unless it follows. */
function openLogs(docker: Docker, id: string, { follow = false, tail, since, until, signal }: LogOptions) {
  const query = {
    stdout: true,
    stderr: true,
    timestamps: true,
    follow,
    tail: tail ?? 'all',
    ...(since !== undefined && { since: since / 1000 }),
    ...(until !== undefined && { until: until / 1000 }),
  }
  return openStream(docker, {
    method: 'GET',
    path: `/containers/${encodeURIComponent(id)}/logs?`,
    query,
    signal,
  })
}
