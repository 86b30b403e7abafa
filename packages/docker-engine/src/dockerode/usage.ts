import type { Engine } from '../engine.ts'
import type { ContainerProcesses, ContainerStats } from '../shown.ts'
import { type Connection, openStream, readJson } from './connection.ts'
import { readJsonLines } from './json-lines.ts'
import { toEngineError } from './to-engine-error.ts'

/** What containers do and use. */
export const usageCalls = ({ ask }: Connection): Pick<Engine, 'topContainer' | 'containerStats'> => ({
  topContainer: (id, { signal } = {}) =>
    ask(
      { doing: `list the processes of container ${id}` },
      signal,
      async (docker): Promise<ContainerProcesses> => {
        const path = `/containers/${encodeURIComponent(id)}/top`
        // Safe: the Engine's answer.
        const reply = (await readJson(docker, { method: 'GET', path, signal })) as {
          Titles: string[]
          Processes: string[][] | null
        }
        return { titles: reply.Titles, processes: reply.Processes ?? [] }
      },
    ),

  async *containerStats(id, { signal, follow = false, isAtOnce = false } = {}) {
    const attempt = { doing: `read what container ${id} uses` }
    const path = `/containers/${encodeURIComponent(id)}/stats?`
    const query = { stream: follow, ...(isAtOnce && { 'one-shot': true }) }
    const request = { method: 'GET', path, query, signal } as const
    const stream = await ask(attempt, signal, (docker) => openStream(docker, request))
    try {
      // Safe: our type picks from what the Engine sends.
      for await (const sample of readJsonLines(stream)) yield sample as unknown as ContainerStats
    } catch (error) {
      signal?.throwIfAborted()
      throw toEngineError(error, attempt)
    } finally {
      stream.destroy()
    }
  },
})
