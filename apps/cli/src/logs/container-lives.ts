import { type EngineEvent, type EngineReader, label } from '@berth/docker-engine'

/** Tells when containers of a project start and die, from one stream of the Engine. */
export interface ContainerLives {
  /** The next time that one does, from this call on. Rejects with what ended the stream, an abort included. */
  readonly next: (id: string, action: 'start' | 'die') => Promise<EngineEvent>
}

interface LivesOptions {
  readonly project: string
  /** Epoch milliseconds: what has happened since is told, too. */
  readonly since: number
  readonly signal: AbortSignal
}

/** Opens the stream, until the abort. */
export function watchLives(
  engine: Pick<EngineReader, 'events'>,
  { project, since, signal }: LivesOptions,
): ContainerLives {
  const waiting = new Map<string, PromiseWithResolvers<EngineEvent>>()
  const { promise: end, reject: endWith } = Promise.withResolvers<never>()
  const listen = async () => {
    const events = engine.events({ labels: [`${label.project}=${project}`], since, signal })
    for await (const event of events) {
      const key = `${event.action} ${event.id}`
      waiting.get(key)?.resolve(event)
      waiting.delete(key)
    }
  }
  listen().catch(endWith)
  // Who waits is told; there may be nobody.
  end.catch(() => {})
  return {
    next: (id, action) => {
      const key = `${action} ${id}`
      const next = waiting.get(key) ?? Promise.withResolvers<EngineEvent>()
      waiting.set(key, next)
      const told = Promise.race([next.promise, end])
      // What is watched need not be waited for: a start may fail.
      told.catch(() => {})
      return told
    },
  }
}
