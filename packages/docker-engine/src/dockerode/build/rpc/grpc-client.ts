import http2 from 'node:http2'
import type { Duplex } from 'node:stream'
import type { Codec } from './codec.ts'
import { frame, readFrames } from './frames.ts'

/** One method of a gRPC service. */
export interface Method<Request, Reply> {
  /** `/package.Service/Method`. */
  readonly path: string
  readonly request: Codec<Request>
  readonly reply: Codec<Reply>
}

export interface CallOptions {
  /** Cancels the call on both sides; it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** Metadata, in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

/** A gRPC client on a socket that is open already, which grpc-js cannot be. */
export interface GrpcClient {
  call<Request, Reply>(
    method: Method<Request, Reply>,
    message: Partial<Request>,
    options?: CallOptions,
  ): Promise<Reply>
  /** Every message of a reply that is a stream. Leaving the loop cancels the call. */
  stream<Request, Reply>(
    method: Method<Request, Reply>,
    message: Partial<Request>,
    options?: CallOptions,
  ): AsyncGenerator<Reply>
  /** Ends the connection and every call on it. */
  close(): void
}

/** A call that the other side ended with another status than OK. */
export class RpcError extends Error {
  /** A code of gRPC, for example 12 for a method that the other side does not have. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'RpcError'
    this.status = status
  }
}

/** Speaks gRPC on a socket, which belongs to the client from now on. */
export function createGrpcClient(socket: Duplex): GrpcClient {
  // The address names nobody: the socket is connected.
  const session = http2.connect('http://engine', { createConnection: () => socket })
  // Each call fails by itself when the connection does.
  session.on('error', () => {})

  async function* stream<Request, Reply>(
    { path, request, reply }: Method<Request, Reply>,
    message: Partial<Request>,
    { signal, headers }: CallOptions = {},
  ): AsyncGenerator<Reply> {
    signal?.throwIfAborted()
    const call = session.request({
      ...headers,
      ':method': 'POST',
      ':path': path,
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    const cancel = () => call.close(http2.constants.NGHTTP2_CANCEL)
    signal?.addEventListener('abort', cancel, { once: true })
    const ended = statusOf(call)
    try {
      call.end(frame(request.encode(message)))
      for await (const bytes of readFrames(call)) yield reply.decode(bytes)
      signal?.throwIfAborted()
      const outcome = await ended
      if (outcome === undefined) throw connectionLost(path)
      if (outcome.status !== 0) throw new RpcError(outcome.status, outcome.words)
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener('abort', cancel)
      if (!call.closed) cancel()
    }
  }

  return {
    stream,
    async call(method, message, options) {
      const reply = await last(stream(method, message, options))
      if (reply === undefined) throw new RpcError(unknownStatus, `${method.path} ended without an answer`)
      return reply
    },
    close: () => session.destroy(),
  }
}

const unknownStatus = 2

/** Reads to the end, where the status of the call is. */
async function last<T>(replies: AsyncIterable<T>): Promise<T | undefined> {
  let found: T | undefined
  for await (const reply of replies) found = reply
  return found
}

/** With the code that node gives to a connection that was closed from the other side. */
const connectionLost = (path: string) =>
  Object.assign(new Error(`the Engine ended the connection during ${path}`), { code: 'ECONNRESET' })

interface Outcome {
  readonly status: number
  readonly words: string
}

/** In the trailers, or in the headers when there is nothing else; undefined when it never came. */
function statusOf(call: http2.ClientHttp2Stream): Promise<Outcome | undefined> {
  return new Promise((resolve) => {
    const read = (headers: http2.IncomingHttpHeaders) => {
      const status = headers['grpc-status']
      if (status === undefined) return
      const words = String(headers['grpc-message'] ?? '')
      resolve({ status: Number(status), words: decodeWords(words) })
    }
    call.on('response', read).on('trailers', read)
    call.on('close', () => resolve(undefined))
  })
}

/** gRPC percent-encodes what is not printable ASCII, byte by byte. */
function decodeWords(words: string): string {
  try {
    return decodeURIComponent(words)
  } catch {
    return words
  }
}
