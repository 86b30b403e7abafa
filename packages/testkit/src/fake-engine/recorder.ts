import { type Engine, EngineError, type EngineSessions } from '@berth/docker-engine'
import { findContainer } from './container.ts'
import type { World } from './world.ts'

/** One call that changes the Engine. */
export interface MutatingCall {
  readonly method: MutatingMethod
  /** What it was about, by name: `shop-web-1`, or `shop_default shop-web-1` for a connection. */
  readonly subject: string
  readonly args: readonly unknown[]
}

/** Who says what a call is about, from its arguments. The keys are all calls that change the Engine. */
const subjects = {
  createContainer: (_world, request: { name: string }) => request.name,
  startContainer: containerName,
  stopContainer: containerName,
  restartContainer: containerName,
  pauseContainer: containerName,
  unpauseContainer: containerName,
  killContainer: (world, id: string, signalName: string) => `${containerName(world, id)} ${signalName}`,
  removeContainer: containerName,
  renameContainer: (world, id: string, name: string) => `${containerName(world, id)} ${name}`,
  execInContainer: (world, id: string, { command }: { command: readonly string[] }) =>
    `${containerName(world, id)} ${command.join(' ')}`,
  putArchive: (world, id: string, folder: string) => `${containerName(world, id)} ${folder}`,
  commitContainer: containerName,
  createNetwork: (_world, body: { Name: string }) => body.Name,
  removeNetwork: networkName,
  connectNetwork: (world, network: string, container: string) =>
    `${networkName(world, network)} ${containerName(world, container)}`,
  createVolume: (_world, body: { Name: string }) => body.Name,
  removeVolume: (_world, name: string) => name,
  pullImage: (_world, reference: string) => reference,
  pushImage: (_world, reference: string) => reference,
  tagImage: (_world, source: string, target: string) => `${source} ${target}`,
  removeImage: (_world, reference: string) => reference,
  buildImage: (_world, request: { tags: readonly string[]; context: string }) =>
    request.tags[0] ?? request.context,
} as const satisfies { readonly [K in keyof Engine]?: (world: World, ...args: never[]) => string }

export type MutatingMethod = keyof typeof subjects

function containerName(world: World, id: string): string {
  return findContainer(world, id)?.name ?? id
}

function networkName(world: World, nameOrId: string): string {
  return world.networks.get(nameOrId)?.Name ?? nameOrId
}

type Method = keyof Engine | keyof EngineSessions

/** They answer with a sequence. */
const streams: ReadonlySet<Method> = new Set([
  'events',
  'containerLogs',
  'getArchive',
  'exportContainer',
  'containerStats',
])

/** Stands in front of every call: aborts, failures that a test asked for, and the list of calls. */
export function recorder(world: World, isReachable: () => boolean) {
  const calls: MutatingCall[] = []
  const failures = new Map<Method, Error[]>()

  const before = (method: Method, args: readonly unknown[]) => {
    signalIn(args)?.throwIfAborted()
    if (isMutating(method)) calls.push({ method, subject: subjectOf(world, method, args), args })
    const failure = failures.get(method)?.shift()
    if (failure) throw failure
    if (!isReachable()) throw unreachable()
  }

  /** Async generators fail at their first step, everything else by rejecting. */
  const wrap = (method: Method, call: (...args: unknown[]) => unknown) => {
    if (streams.has(method)) {
      return async function* (...args: unknown[]) {
        before(method, args)
        yield* call(...args) as AsyncIterable<unknown>
      }
    }
    return async (...args: unknown[]) => {
      before(method, args)
      return call(...args)
    }
  }

  function wrapAll<T extends object>(calls: T): T {
    const wrapped = Object.entries(calls).map(([method, call]) => [method, wrap(method as Method, call)])
    // Safe: the same keys, each with the same parameters and result.
    return Object.fromEntries(wrapped) as T
  }

  return {
    calls: calls as readonly MutatingCall[],
    failNext: (method: Method, error: Error) => {
      failures.set(method, [...(failures.get(method) ?? []), error])
    },
    /** The same engine, with every call passing through here first. */
    engine: wrapAll<Engine>,
    sessions: wrapAll<EngineSessions>,
  }
}

const isMutating = (method: Method): method is MutatingMethod => method in subjects

function subjectOf(world: World, method: MutatingMethod, args: readonly unknown[]): string {
  // Safe: the arguments are those of the method the entry belongs to.
  const subject = subjects[method] as (world: World, ...args: readonly unknown[]) => string
  return subject(world, ...args)
}

const signalIn = (args: readonly unknown[]): AbortSignal | undefined =>
  (args.at(-1) as { signal?: AbortSignal } | undefined)?.signal

/** What every call rejects with while the Engine is away. */
const unreachable = () =>
  new EngineError(
    'ENGINE_UNREACHABLE',
    'Could not reach the Docker Engine: connect ENOENT /var/run/docker.sock',
    {
      fix: 'Start Docker.',
    },
  )
