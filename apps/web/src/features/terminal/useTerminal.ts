import { type ExecClientMessage, type ExecServerMessage, exec } from '@berth/contract'
import { onScopeDispose, readonly, shallowRef } from 'vue'
import { call } from '../../api/call.ts'
import { type TerminalOptions, toExecOptions } from './terminal-options.ts'
import { stateAfter, stateAfterClose, type TerminalState } from './terminal-state.ts'

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

export interface TerminalTarget {
  readonly project: string
  /** Name of the container. */
  readonly container: string
  /** A shell of the container, unless said. */
  readonly command?: readonly string[] | undefined
  readonly options: TerminalOptions
}

/** Where what the command prints goes; resolves when it is drawn. */
export type TerminalScreen = (bytes: Uint8Array) => Promise<void>

/** What waits to be drawn at most: a program that prints faster for long costs its terminal, not the page. */
const mostWaitingBytes = 16 * 1024 * 1024

/** One command in a container, its keys and its screen; it is closed with the page that shows it. */
export function useTerminal(screen: TerminalScreen) {
  const state = shallowRef<TerminalState>({ kind: 'idle' })
  const error = shallowRef<unknown>()
  let socket: WebSocket | undefined
  let size: TerminalSize = { columns: 80, rows: 24 }
  let waitingBytes = 0
  let isTty = true
  const encoder = new TextEncoder()

  const draw = async (bytes: Uint8Array) => {
    waitingBytes += bytes.length
    if (waitingBytes > mostWaitingBytes) {
      close({
        kind: 'failed',
        title: 'Too much output at once',
        detail: 'The command prints faster than a browser can show, so its terminal was closed.',
      })
      return
    }
    await screen(bytes)
    waitingBytes -= bytes.length
  }

  const close = (next: TerminalState) => {
    const closing = socket
    socket = undefined
    closing?.close()
    waitingBytes = 0
    state.value = next
  }

  const connect = (path: string) => {
    const opened = new WebSocket(location.origin.replace(/^http/, 'ws') + path)
    opened.binaryType = 'arraybuffer'
    socket = opened
    opened.onopen = () => {
      state.value = { kind: 'open' }
      resize(size)
    }
    opened.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (socket !== opened) return
      if (typeof data === 'string') state.value = stateAfter(JSON.parse(data) as ExecServerMessage)
      else void draw(new Uint8Array(data))
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      socket = undefined
      if (state.value.kind === 'open' || state.value.kind === 'opening') state.value = stateAfterClose(code)
    }
  }

  const open = async ({ project, container, command, options }: TerminalTarget) => {
    close({ kind: 'opening' })
    isTty = options.isTty
    error.value = undefined
    try {
      const body = { ...size, ...toExecOptions(options), ...(command && { command: [...command] }) }
      const { path } = await call(exec.openExec, { params: { project, container }, body })
      connect(path)
    } catch (reason) {
      error.value = reason
      state.value = { kind: 'idle' }
    }
  }

  /** What it fits into now; the command is told. */
  const resize = (next: TerminalSize) => {
    size = next
    const message: ExecClientMessage = { op: 'resize', ...next }
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }
  const type = (text: string) => {
    // Only a terminal makes a line break of the Enter key.
    const typed = isTty ? text : text.replaceAll('\r', '\n')
    if (socket?.readyState === WebSocket.OPEN) socket.send(encoder.encode(typed))
  }
  onScopeDispose(() => close({ kind: 'idle' }))

  return {
    state: readonly(state),
    /** Why it was refused before it began. */
    error,
    open,
    close: () => close({ kind: 'idle' }),
    resize,
    type,
  }
}
