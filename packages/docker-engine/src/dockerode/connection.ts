import type { Agent, IncomingMessage } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { inspect } from 'node:util'
import type Docker from 'dockerode'
import type { DockerOptions } from 'dockerode'
import { isEngineError } from '../errors.ts'
import { negotiateApi } from './api-version.ts'
import type { Endpoint } from './endpoint.ts'
import { loadDockerode } from './load-dockerode.ts'
import { type Attempt, toEngineError } from './to-engine-error.ts'

/** One Engine behind one address. Nothing is opened before the first call. */
export interface Connection {
  /**
   * Runs one call against the Engine. Failures become EngineErrors that say what was tried; an abort
   * rejects with the signal's reason at once, also where dockerode takes no signal.
   */
  ask<T>(
    attempt: Attempt,
    signal: AbortSignal | undefined,
    call: (docker: Docker, api: string) => Promise<T>,
  ): Promise<T>
  /** Closes idle sockets, and makes no new ones stay open. Running calls finish. */
  close(): void
}

/** Opens a connection that learns the API version of the Engine with its first call. */
export function openConnection(endpoint: Endpoint): Connection {
  let agent: Agent | undefined
  let negotiated: Promise<{ docker: Docker; api: string }> | undefined

  const negotiate = async () => {
    agent ??= await quietAgent()
    const Dockerode = loadDockerode()
    // docker-modem takes an agent; its types have not heard of it.
    const options = { ...endpoint.modem, agent } as DockerOptions
    const api = negotiateApi(await enginesApi(new Dockerode(options)))
    return { docker: new Dockerode({ ...options, version: `v${api}` }), api }
  }

  const ready = () => {
    // A failure is not remembered: the next call asks again.
    negotiated ??= negotiate().catch((error) => {
      negotiated = undefined
      throw error
    })
    return negotiated
  }

  return {
    async ask(attempt, signal, call) {
      signal?.throwIfAborted()
      try {
        const { docker, api } = await unlessAborted(ready(), signal)
        return await unlessAborted(call(docker, api), signal)
      } catch (error) {
        signal?.throwIfAborted()
        const failure = toEngineError(error, attempt)
        // It may come back as another release.
        if (isEngineError(failure, 'ENGINE_UNREACHABLE')) negotiated = undefined
        throw failure
      }
    },
    close: () => agent?.destroy(),
  }
}

/** One request that dockerode has no method for, or one that takes no signal or buffers its answer. */
export interface RawRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Ends in `?` when there is a query. */
  readonly path: string
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: object
  /** Sent as it is, as a tar. */
  readonly file?: Readable
  readonly signal?: AbortSignal | undefined
}

/** Reads one answer: JSON, or an empty buffer when there is no content. */
export const readJson = (docker: Docker, request: RawRequest): Promise<unknown> =>
  dial(docker, { ...request, isStream: false })

/** Opens an answer as a stream; the signal destroys it. */
export const openStream = (docker: Docker, request: RawRequest): Promise<IncomingMessage> =>
  // With isStream docker-modem hands out node's own response.
  dial(docker, { ...request, isStream: true }) as Promise<IncomingMessage>

/** Sends a request after which the connection belongs to both sides as it is. */
export function hijack(
  docker: Docker,
  { path, query, body, signal }: Pick<RawRequest, 'path' | 'query' | 'body' | 'signal'>,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method: 'POST',
        path,
        hijack: true,
        isStream: true,
        ...abortedBy(signal),
        options: { _query: { ...query }, _body: body ?? {} },
        statusCodes: {},
      },
      // With hijack docker-modem hands out the upgraded socket.
      (error, socket) => (error ? reject(error) : resolve(socket as Duplex)),
    )
  })
}

function dial(docker: Docker, request: RawRequest & { isStream: boolean }): Promise<unknown> {
  const { method, path, query, body, file, signal, isStream } = request
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        method,
        path,
        isStream,
        ...abortedBy(signal),
        ...(file && { file }),
        // Without the underscore docker-modem would send the query as the body too.
        options: { _query: { ...query }, _body: body ?? {} },
        statusCodes: { 200: true, 201: true, 204: true },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    )
  })
}

/** dockerode takes an absent signal, but not an undefined one. */
export const abortedBy = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {})

async function enginesApi(docker: Docker): Promise<string> {
  const reply = await openStream(docker, { method: 'GET', path: '/_ping' })
  reply.resume()
  return String(reply.headers['api-version'] ?? '0')
}

/**
 * docker-modem inspects its options on every request, the agent with all its sockets included. Loaded
 * with the first call, as dockerode is: not every command needs an Engine.
 */
async function quietAgent(): Promise<Agent> {
  const { Agent } = await import('node:http')
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8 })
  return Object.assign(agent, { [inspect.custom]: () => '[Agent]' })
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
