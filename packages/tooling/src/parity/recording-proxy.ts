import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import path from 'node:path'
import { unpackTar } from 'modern-tar'

/** A request that changes the Engine, as a client sent it. */
export interface SeenRequest {
  /** `POST /containers/create?name=web`: without the version of the API. */
  readonly request: string
  readonly body?: unknown
  /** Of an upload: the files in it. */
  readonly files?: readonly UploadedFile[]
  /** The id that the Engine answered with. */
  readonly id?: string
}

export interface UploadedFile {
  readonly name: string
  /** Octal: `0444`. */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  readonly text: string
}

/** A socket that passes everything on to an Engine, and what went through it. */
export interface RecordingProxy {
  readonly seen: readonly SeenRequest[]
  close(): Promise<void>
}

/** Listens on the socket `at` for the Engine behind the socket `engine`. Streams that take over the connection are not passed on. */
export async function startRecordingProxy(engine: string, at: string): Promise<RecordingProxy> {
  const seen: SeenRequest[] = []
  const server = createServer((incoming, reply) => {
    passOn({ incoming, reply, engine }, (one) => void seen.push(one)).catch((error) => reply.destroy(error))
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject).listen(at, resolve)
  })
  return {
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Passing {
  readonly incoming: IncomingMessage
  readonly reply: ServerResponse
  readonly engine: string
}

async function passOn({ incoming, reply, engine }: Passing, tell: (seen: SeenRequest) => void) {
  const { method = 'GET', url = '/', headers } = incoming
  const body = await bytesOf(incoming)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ socketPath: engine, method, path: url, headers }, resolve).on('error', reject).end(body)
  })
  reply.writeHead(answer.statusCode ?? 500, answer.headers)
  reply.flushHeaders()
  if (method === 'GET' || method === 'HEAD') {
    answer.pipe(reply)
    return
  }
  const answered = await bytesOf(answer)
  tell(await toSeen({ method, url }, body, answered))
  reply.end(answered)
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function toSeen(
  { method, url }: { method: string; url: string },
  body: Buffer,
  answer: Buffer,
): Promise<SeenRequest> {
  const isTar = method === 'PUT' && url.includes('/archive')
  const { Id } = (parseJson(answer) ?? {}) as { Id?: string }
  return {
    request: `${method} ${url.replace(/^\/v\d+\.\d+/, '')}`,
    ...(isTar ? { files: await filesOf(body) } : body.length > 0 && { body: parseJson(body) }),
    ...(Id !== undefined && { id: Id }),
  }
}

function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString().trim()
  return text.startsWith('{') ? JSON.parse(text) : undefined
}

async function filesOf(tar: Buffer): Promise<UploadedFile[]> {
  const entries = await unpackTar(tar)
  return entries.map(({ header, data }) => ({
    name: path.posix.join('/', header.name),
    mode: `0${(header.mode ?? 0).toString(8)}`,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    text: Buffer.from(data ?? []).toString(),
  }))
}
