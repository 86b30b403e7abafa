import type { Duplex } from 'node:stream'
import type { ContainerSession, OutputChunk } from '../sessions.ts'
import { readFrames } from './log-lines.ts'
import { type Attempt, toEngineError } from './to-engine-error.ts'

interface SessionContext extends Pick<ContainerSession, 'resize'> {
  readonly isTty: boolean
  readonly signal?: AbortSignal
  readonly attempt: Attempt
}

/** A session over a connection that the Engine has handed over. */
export function openSession(socket: Duplex, context: SessionContext): ContainerSession {
  const { signal, resize } = context
  let isClosed = false
  const close = () => {
    isClosed = true
    socket.destroy()
  }
  signal?.addEventListener('abort', close, { once: true })
  // A failure is told to whoever reads; one who writes learns nothing by it.
  socket.on('error', () => {})
  return {
    output: readOutput(socket, { ...context, isClosed: () => isClosed }),
    write: (bytes) =>
      new Promise((resolve) => {
        if (socket.writable) socket.write(bytes, () => resolve())
        else resolve()
      }),
    endInput: () => {
      socket.end()
    },
    resize,
    close,
  }
}

async function* readOutput(
  socket: Duplex,
  { isTty, signal, attempt, isClosed }: SessionContext & { readonly isClosed: () => boolean },
): AsyncGenerator<OutputChunk> {
  try {
    yield* isTty ? readTerminal(socket) : readStreams(socket)
  } catch (error) {
    signal?.throwIfAborted()
    if (!isClosed()) throw toEngineError(error, attempt)
  } finally {
    socket.destroy()
  }
}

async function* readTerminal(socket: AsyncIterable<Buffer>): AsyncGenerator<OutputChunk> {
  for await (const bytes of socket) yield { stream: 'stdout', bytes }
}

/** Standard output and error of a process without a terminal, out of the one stream that the Engine sends. */
export async function* readStreams(socket: AsyncIterable<Buffer>): AsyncGenerator<OutputChunk> {
  for await (const { stream, payload } of readFrames(socket)) yield { stream, bytes: payload }
}
