import type { Readable } from 'node:stream'
import type { Engine, EngineEvent, EventOptions } from '../engine.ts'
import { EngineError } from '../errors.ts'
import { type Connection, openStream } from './connection.ts'
import { readJsonLines } from './json-lines.ts'
import { toEngineError } from './to-engine-error.ts'

const attempt = { doing: 'follow the events of the Docker Engine' }

/** The Engine's events. Listening begins when the first one is asked for. */
export const eventCalls = ({ ask }: Connection): Pick<Engine, 'events'> => ({
  async *events(options) {
    const { signal } = options
    const stream = await ask(attempt, signal, (docker) =>
      openStream(docker, { method: 'GET', path: '/events?', query: queryOf(options), signal }),
    )
    try {
      yield* toEvents(stream)
      // The Engine's clock decides when `until` has come.
      if (options.until !== undefined) return
      throw new EngineError('ENGINE_UNREACHABLE', 'The Docker Engine closed the stream of its events', {
        fix: 'It is probably stopping or restarting: listen again when it is up.',
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw toEngineError(error, attempt)
    } finally {
      stream.destroy()
    }
  },
})

function queryOf({ labels, since, until }: EventOptions) {
  const type = ['container', 'network', 'volume', 'image']
  return {
    filters: { type, ...(labels && { label: [...labels] }) },
    ...(since !== undefined && { since: since / 1000 }),
    ...(until !== undefined && { until: until / 1000 }),
  }
}

/** As the Engine sends it. */
interface RawEvent {
  readonly Type: EngineEvent['type']
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> | null }
  /** As text: a JavaScript number is too short for it. */
  readonly timeNano: string
}

const parseExactly = (text: string): Record<string, unknown> => {
  const event = JSON.parse(text)
  const [, nano = '0'] = /"timeNano":(\d+)/.exec(text) ?? []
  return { ...event, timeNano: nano }
}

async function* toEvents(stream: Readable): AsyncGenerator<EngineEvent> {
  for await (const line of readJsonLines(stream, parseExactly)) {
    // Safe: the shape in the Engine's API description, unchanged since 1.22.
    const { Type, Action, Actor, timeNano } = line as unknown as RawEvent
    const time = Number(timeNano.slice(0, -6))
    const fraction = timeNano.slice(-9).replace(/0+$/, '')
    yield {
      type: Type,
      action: Action,
      id: Actor.ID,
      attributes: Actor.Attributes ?? {},
      time,
      timestamp: `${new Date(time).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`,
    }
  }
}
