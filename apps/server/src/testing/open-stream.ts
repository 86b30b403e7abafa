import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import type { TestServer } from './start-server.ts'

/** Reads a reply that goes on over a real connection, chunk by chunk; it is closed with the test. */
export async function openStream(server: TestServer, path: string, headers: Record<string, string>) {
  const address = server.http.server.address() ?? (await listening(server))
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const port = typeof address === 'object' ? address?.port : undefined
  const reply = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    headers: { authorization: await server.authorization('viewer'), ...headers },
    signal: abort.signal,
  })
  let text = ''
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  /** Resolves with all that has come once it is enough, or the reply has ended. */
  const until = async (isEnough: (text: string) => boolean) => {
    while (!isEnough(text)) {
      const { value, done } = (await reader?.read()) ?? { value: '', done: true }
      if (done) return text
      text += value
    }
    return text
  }
  return { reply, until, close: () => abort.abort() }
}

async function listening(server: TestServer) {
  await server.http.listen({ port: 0, host: '127.0.0.1' })
  if (!server.http.server.listening) await once(server.http.server, 'listening')
  return server.http.server.address()
}
