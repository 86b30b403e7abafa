import type Docker from 'dockerode'
import type { Engine } from '../engine.ts'
import { abortedBy, type Connection, openStream, readJson } from './connection.ts'
import { type Attempt, toEngineError } from './to-engine-error.ts'

/** Waiting for the end of containers. */
export const waitCalls = ({ ask }: Connection): Pick<Engine, 'waitForExit' | 'nextExit'> => ({
  waitForExit: (id, { signal } = {}) =>
    ask({ doing: `wait for container ${id}` }, signal, async (docker) => {
      // Safe: the Engine's answer to a wait.
      const reply = (await docker.getContainer(id).wait(abortedBy(signal))) as { StatusCode: number }
      return { exitCode: reply.StatusCode }
    }),

  nextExit: (id, { signal, untilRemoved = false } = {}) =>
    ask({ doing: `wait for container ${id}` }, signal, async (docker) => {
      const path = `/containers/${encodeURIComponent(id)}/wait?`
      const query = { condition: untilRemoved ? 'removed' : 'next-exit' }
      // The Engine answers with the headers when it watches, and with the body when it has happened.
      const reply = await openStream(docker, { method: 'POST', path, query, signal })
      return { exit: readExit(reply, { doing: `wait for container ${id}` }, signal) }
    }),
})

/** Waits until a container has gone that the Engine is removing. */
export async function untilRemoved(
  docker: Docker,
  id: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = `/containers/${encodeURIComponent(id)}/wait?`
  try {
    await readJson(docker, { method: 'POST', path, query: { condition: 'removed' }, signal })
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error
  }
}

async function readExit(
  reply: AsyncIterable<Uint8Array>,
  attempt: Attempt,
  signal: AbortSignal | undefined,
): Promise<{ exitCode: number }> {
  try {
    const chunks: Uint8Array[] = []
    for await (const chunk of reply) chunks.push(chunk)
    // Safe: the Engine's answer to a wait.
    const { StatusCode } = JSON.parse(Buffer.concat(chunks).toString()) as { StatusCode: number }
    return { exitCode: StatusCode }
  } catch (error) {
    signal?.throwIfAborted()
    throw toEngineError(error, attempt)
  }
}
