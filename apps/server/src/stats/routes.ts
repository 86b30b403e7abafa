import { stats as contract, type HostUsage, type ProjectUsage, type StreamType } from '@berth/contract'
import { EngineError } from '@berth/docker-engine'
import type { FastifyInstance } from 'fastify'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import type { LiveContainers } from '../host/live-containers.ts'
import { type Answer, addRoute, answerWith, type RequestContext } from '../http/route.ts'
import { streamAnswer, streamTypeOf } from '../http/streams.ts'
import { toHostUsage, toProjectUsage, usageText } from './to-usage.ts'
import type { Measured, UsageWatch } from './usage-watch.ts'

export interface StatsSlice {
  readonly usage: UsageWatch
  readonly live: LiveContainers
  readonly credentials: CredentialWatch
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** What containers use: once, as lines of JSON, or as server-sent events. */
export function statsRoutes(app: FastifyInstance, slice: StatsSlice): void {
  const { live, requireProject, now } = slice

  addRoute(app, contract.readProjectStats, async ({ params: { project } }, context) => {
    await requireProject(project)
    // Also right after a deployment: the list of what runs is asked for once.
    const { unknown } = await live.refresh(project)
    if (unknown !== undefined) throw new EngineError('ENGINE_UNREACHABLE', unknown)
    return answer(slice, context, { project, view: (measured) => toProjectUsage(measured, now()) })
  })

  addRoute(app, contract.readHostStats, async (_, context) => {
    const { unknown } = live.of('')
    if (unknown !== undefined) throw new EngineError('ENGINE_UNREACHABLE', unknown)
    return answer(slice, context, { project: undefined, view: (measured) => toHostUsage(measured, now()) })
  })
}

interface Scope<T> {
  readonly project: string | undefined
  readonly view: (measured: readonly Measured[]) => T
}

async function answer<T extends ProjectUsage | HostUsage>(
  { usage, credentials }: StatsSlice,
  context: RequestContext,
  { project, view }: Scope<T>,
): Promise<T | Answer> {
  const type = streamTypeOf(context.request.headers.accept, contract.readHostStats.streams)
  if (type !== undefined) {
    const source = (signal: AbortSignal) => formatAll(snapshots(usage, project, signal), view, type)
    return streamAnswer(context, credentials, { type, source })
  }
  const signal = AbortSignal.any([context.signal, context.request.server.streamsEnding])
  for await (const measured of snapshots(usage, project, signal)) {
    const seen = view(measured)
    return context.isText ? answerWith({ status: 200, body: usageText(seen) }) : seen
  }
  throw signal.reason
}

async function* formatAll(
  all: AsyncIterable<readonly Measured[]>,
  view: (measured: readonly Measured[]) => object,
  type: StreamType,
): AsyncGenerator<string> {
  for await (const measured of all) {
    const json = JSON.stringify(view(measured))
    yield type === 'application/x-ndjson' ? `${json}\n` : `event: stats\ndata: ${json}\n\n`
  }
}

/** What was measured last, each time that it is asked for: a slow reader misses some. Ends by abort. */
async function* snapshots(
  usage: UsageWatch,
  project: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly Measured[]> {
  let latest: readonly Measured[] | undefined
  let arrived = Promise.withResolvers<void>()
  const stop = usage.watch(project, (measured) => {
    latest = measured
    arrived.resolve()
  })
  const wake = () => arrived.resolve()
  signal.addEventListener('abort', wake, { once: true })
  try {
    while (!signal.aborted) {
      await arrived.promise
      arrived = Promise.withResolvers()
      const measured = latest
      latest = undefined
      if (measured !== undefined && !signal.aborted) yield measured
    }
  } finally {
    signal.removeEventListener('abort', wake)
    stop()
  }
}
