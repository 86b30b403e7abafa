import type { LogBatch } from '@berth/contract'
import { type MaybeRefOrGetter, onScopeDispose, readonly, shallowRef, toValue, watch } from 'vue'
import { backoffMs } from '../../api/backoff.ts'
import { type Seen, unseen } from './log-buffer.ts'

export type LogStreamStatus = 'connecting' | 'live' | 'ended' | 'waiting'

const ended = 1000

/** Which lines the server is asked for. */
export interface LogSource {
  readonly project: string
  /** Of each container. */
  readonly tail: number
  /** How long ago, as `15m`; empty for any time. */
  readonly since: string
  /** Empty for both. */
  readonly stream: '' | 'stdout' | 'stderr'
}

/** The address of the socket, without the host. Pure. */
export function logPath({ project, tail, since, stream }: LogSource): string {
  const query = new URLSearchParams({ tail: String(tail) })
  if (since !== '') query.set('since', since)
  if (stream !== '') query.set('stream', stream)
  return `/api/v1/projects/${encodeURIComponent(project)}/logs/ws?${query}`
}

/**
 * The log socket of a project, opened anew when other lines are asked for. Lines come in the order of the server, each once, also over a lost
 * connection; `ended` when the server says that there is nothing more to follow.
 */
export function useLogStream(source: MaybeRefOrGetter<LogSource>, onLines: (batch: LogBatch) => void) {
  const status = shallowRef<LogStreamStatus>('connecting')
  let socket: WebSocket | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let seen: Seen = new Map()
  /** Only the first lines of a new connection can be old ones. */
  let isReplaying = false

  const connect = () => {
    clearTimeout(retry)
    status.value = 'connecting'
    const opened = new WebSocket(location.origin.replace(/^http/, 'ws') + logPath(toValue(source)))
    socket = opened
    isReplaying = seen.size > 0
    opened.onopen = () => {
      attempt = 0
      status.value = 'live'
    }
    opened.onmessage = ({ data }: MessageEvent<string>) => {
      if (socket !== opened) return
      const batch = JSON.parse(data) as LogBatch
      const fresh = isReplaying ? unseen(seen, batch) : batch
      if (!isReplaying) unseen(seen, batch)
      if (fresh.length > 0) onLines(fresh)
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      status.value = code === ended ? 'ended' : 'waiting'
      retry = setTimeout(connect, backoffMs(attempt++, Math.random()))
    }
  }
  const disconnect = () => {
    clearTimeout(retry)
    const closing = socket
    socket = undefined
    closing?.close()
  }

  watch(
    () => logPath(toValue(source)),
    () => {
      disconnect()
      seen = new Map()
      connect()
    },
    { immediate: true },
  )
  onScopeDispose(disconnect)

  return { status: readonly(status) }
}
