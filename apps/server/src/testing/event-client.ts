import type { ServerMessage } from '@berth/contract'

/** What a test needs of a websocket: that of `injectWS` and that of `ws` alike. */
interface Socket {
  on(event: 'message', listener: (data: Buffer) => void): unknown
  on(event: 'close', listener: (code: number) => void): unknown
  send(text: string): void
  terminate(): void
}

/** A websocket client that keeps what it was told. */
export interface EventClient<T> {
  readonly messages: readonly T[]
  send(message: unknown): void
  /** Resolves with the first message that matches, also when it has come already. */
  next(matches: (message: T) => boolean): Promise<T>
  /** Resolves with the close code. */
  readonly closed: Promise<number>
  terminate(): void
}

export function eventClient<T = ServerMessage>(socket: Socket): EventClient<T> {
  const messages: T[] = []
  const waiting = new Set<() => void>()
  const closed = Promise.withResolvers<number>()
  socket.on('message', (data) => {
    messages.push(JSON.parse(String(data)) as T)
    for (const check of waiting) check()
  })
  socket.on('close', closed.resolve)
  return {
    messages,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: (matches) =>
      new Promise((resolve) => {
        const check = () => {
          const found = messages.find(matches)
          if (found === undefined) return
          waiting.delete(check)
          resolve(found)
        }
        waiting.add(check)
        check()
      }),
    closed: closed.promise,
    terminate: () => socket.terminate(),
  }
}
