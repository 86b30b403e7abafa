import { PassThrough } from 'node:stream'
import type { AttachOptions, ContainerSession, EngineSessions, OutputChunk } from '@berth/docker-engine'
import { type FakeContainer, mustFindContainer } from './container.ts'
import { execute } from './exec.ts'
import { isActive, kill } from './lifecycle.ts'
import type { FakeExec } from './options.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** Attaching to the programs of the fake; its terminals have no size. */
export const sessionCalls = (world: World): EngineSessions => ({
  attachContainer: async (id, options) => {
    const container = mustFindContainer(world, id, `attach to container ${id}`)
    const session = newSession(container, options)
    return {
      ...session,
      output: session.through(containerOutput(world, container, session.over)),
      signal: async (name) => {
        if (isActive(container)) kill(world, container, name)
      },
    }
  },

  openExec: async (id, request, options) => {
    const { container, does } = execute(world, id, request)
    const session = newSession(container, options)
    const ended = Promise.withResolvers<number>()
    const output = session.through(execOutput(does, { input: session.input(), end: ended.resolve }))
    return { ...session, output, exitCode: () => ended.promise }
  },

  startExec: async (id, request) => {
    execute(world, id, request)
  },
})

type Session = Omit<ContainerSession, 'output'> & {
  /** What was written, until no more comes. */
  readonly input: () => AsyncIterable<Uint8Array>
  /** Ends with the session. */
  readonly over: AbortSignal
  readonly through: (chunks: AsyncIterable<OutputChunk>) => AsyncIterable<OutputChunk>
}

function newSession(container: FakeContainer, { hasInput, signal }: AttachOptions): Session {
  const closing = new AbortController()
  const over = signal ? AbortSignal.any([closing.signal, signal]) : closing.signal
  const given = new PassThrough()
  if (!hasInput) given.end()
  return {
    write: (bytes) =>
      new Promise((resolve) => {
        if (given.writable) given.write(bytes, () => resolve())
        else resolve()
      }),
    endInput: () => {
      given.end()
    },
    resize: async () => {
      if (!isActive(container)) {
        const words = `container ${container.id} is not running`
        throw refusal('ENGINE_CONFLICT', `resize the terminal of container ${container.id}`, words)
      }
    },
    close: () => closing.abort(),
    input: () => given,
    over,
    async *through(chunks) {
      for await (const chunk of chunks) {
        signal?.throwIfAborted()
        if (closing.signal.aborted) return
        yield chunk
      }
      signal?.throwIfAborted()
    },
  }
}

const chunkOf = ({ stream, text }: Pick<OutputChunk, 'stream'> & { readonly text: string }): OutputChunk => ({
  stream,
  bytes: new TextEncoder().encode(`${text}\n`),
})

/** What a container prints from now on, until it ends. */
async function* containerOutput(
  world: World,
  container: FakeContainer,
  over: AbortSignal,
): AsyncGenerator<OutputChunk> {
  let next = container.logs.length
  let hasRun = isActive(container)
  while (!over.aborted) {
    const line = container.logs[next]
    if (line) {
      next += 1
      yield chunkOf(line)
      continue
    }
    if (hasRun && !isActive(container)) return
    if (container.run > 0) hasRun = true
    if (!hasRun || isActive(container)) await world.change(over)
  }
}

async function* execOutput(
  { prints = [], echoes, exitCode = 0 }: FakeExec,
  { input, end }: { readonly input: AsyncIterable<Uint8Array>; readonly end: (exitCode: number) => void },
): AsyncGenerator<OutputChunk> {
  for (const line of prints) yield chunkOf(line)
  if (echoes) for await (const bytes of input) yield { stream: 'stdout', bytes }
  end(exitCode)
}
