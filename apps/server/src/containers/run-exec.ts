import type { ExecServerMessage } from '@berth/contract'
import { type EngineSessions, type ExecRequest, type ExecSession, isEngineError } from '@berth/docker-engine'
import type { WebSocket } from '@fastify/websocket'
import { closeCode } from '../http/sockets.ts'
import { sendWhenRoom } from './send-when-room.ts'
import { parseTerminalSize } from './terminal-size.ts'

export interface ExecRun {
  readonly engine: EngineSessions
  readonly container: string
  readonly request: ExecRequest
  readonly isTty: boolean
  readonly size: { readonly columns: number; readonly rows: number }
  /** Aborts when the websocket has closed. */
  readonly closed: AbortSignal
  /** How long it may be still on both sides. */
  readonly idleMs: number
}

export interface ExecOutcome {
  readonly bytesIn: number
  readonly bytesOut: number
  readonly exitCode: number | undefined
  readonly ending: 'exited' | 'closed' | 'idle' | 'failed'
}

/**
 * Joins a websocket with a command in a container, until one of both ends. What the client does not take is
 * not read from the container; a client that types more than the container takes is cut off.
 */
export async function runExec(socket: WebSocket, run: ExecRun): Promise<ExecOutcome> {
  const idle = idleWatch(run.idleMs)
  const counts = { bytesIn: 0, bytesOut: 0 }
  try {
    const exitCode = await join(socket, { ...run, idle, counts })
    say(socket, { op: 'exit', exitCode })
    socket.close(closeCode.normal)
    return { ...counts, exitCode, ending: 'exited' }
  } catch (error) {
    const ending = run.closed.aborted ? 'closed' : idle.signal.aborted ? 'idle' : 'failed'
    if (ending === 'idle') socket.close(closeCode.idle, 'Nothing happened for too long')
    if (ending === 'failed') refuse(socket, error)
    return { ...counts, exitCode: undefined, ending }
  } finally {
    idle.stop()
  }
}

interface Joined extends ExecRun {
  readonly idle: ReturnType<typeof idleWatch>
  readonly counts: { bytesIn: number; bytesOut: number }
}

async function join(socket: WebSocket, joined: Joined): Promise<number> {
  const { engine, container, request, isTty, size, closed, idle, counts } = joined
  const signal = AbortSignal.any([closed, idle.signal])
  const options = { isTty, hasInput: true, ...(isTty && { size }), signal }
  const session = await engine.openExec(container, request, options)
  const leave = () => {
    session.endInput()
    session.close()
  }
  signal.addEventListener('abort', leave, { once: true })
  try {
    readClient(socket, session, (bytes) => {
      counts.bytesIn += bytes
      idle.reset()
    })
    for await (const { bytes } of session.output) {
      counts.bytesOut += bytes.length
      idle.reset()
      await sendWhenRoom(socket, bytes, signal)
    }
    return await session.exitCode()
  } finally {
    signal.removeEventListener('abort', leave)
    session.close()
  }
}

function refuse(socket: WebSocket, error: unknown): void {
  if (!isEngineError(error)) throw error
  say(socket, { op: 'failed', code: error.code, message: error.message })
  socket.close(closeCode.failed)
}

const say = (socket: WebSocket, message: ExecServerMessage) => socket.send(JSON.stringify(message))

/** Bytes that may wait for a container that takes no input; then the client is cut off. */
const mostTyped = 2 ** 20

function readClient(socket: WebSocket, session: ExecSession, onInput: (bytes: number) => void): void {
  let resized: Promise<void> = Promise.resolve()
  let waiting = 0
  let written = Promise.resolve()
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) {
      const size = parseTerminalSize(String(data))
      if (size === undefined) return socket.close(1008, 'Not a message of the contract')
      // One after another: of two, the earlier could arrive last. The command may just have ended.
      resized = resized.then(() => session.resize(size)).catch(() => {})
      return
    }
    waiting += data.length
    if (waiting > mostTyped) return socket.close(1009, 'The command takes no input')
    onInput(data.length)
    written = written
      .then(() => session.write(data))
      // It ends with the session, which tells why.
      .catch(() => {})
      .finally(() => {
        waiting -= data.length
      })
  })
}

function idleWatch(idleMs: number) {
  const controller = new AbortController()
  const stop = () => controller.abort(new Error('The terminal was idle'))
  let timer = setTimeout(stop, idleMs)
  return {
    signal: controller.signal,
    reset() {
      clearTimeout(timer)
      timer = setTimeout(stop, idleMs)
    },
    stop: () => clearTimeout(timer),
  }
}
