import { type ObservedContainer, type ObservedState, observe } from '@berth/convergence'
import { type Engine, type EngineEvent, label } from '@berth/docker-engine'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { styleFor } from '../print/style.ts'
import type { World } from '../world.ts'
import { followRun } from './follow-container.ts'
import { createLogPrinter, type LogPrinter, shortName } from './log-printer.ts'
import { stopProject } from './stop-project.ts'

export interface FollowProjectInput {
  readonly engine: Engine
  readonly globals: FlagValues<GlobalFlags>
  readonly world: World
  readonly project: string
  /** Only these services. Empty: all. */
  readonly services: readonly string[]
  readonly timeoutSeconds: number | undefined
  /** What ran before: of those only what they write from `since` on is shown. */
  readonly before: ObservedState
  /** Epoch milliseconds. */
  readonly since: number
}

/**
 * Shows what the containers of a project write until all have stopped or Ctrl-C stops them. Resolves with
 * the exit code.
 */
export async function followProject(input: FollowProjectInput): Promise<number> {
  const { engine, world, project, services } = input
  const { containers } = await observe(engine, { project })
  const watched = containers.filter(
    ({ service, isOneOff }) => !isOneOff && (services.length === 0 || services.includes(service)),
  )
  const names = watched.map(({ name }) => shortName(name, project))
  world.out.write(`Attaching to ${names.join(', ')}\n`)
  const printer = createLogPrinter(world, { style: styleFor(world.out, world, input.globals.ansi) })
  for (const name of names) printer.add(name)

  const ended = new AbortController()
  let stopping: Promise<number> | undefined
  const stopListening = world.onInterrupt(() => {
    const isSecond = stopping !== undefined
    world.out.write(isSecond ? 'Killing...\n' : 'Gracefully Stopping... press Ctrl+C again to force\n')
    const stopped = stopProject({ ...input, timeoutSeconds: isSecond ? 0 : input.timeoutSeconds })
    stopping = stopped
    // When all have stopped, their last lines have been shown and following ends by itself.
    stopped.then(
      (code) => code === 0 || ended.abort(),
      () => ended.abort(),
    )
  })
  try {
    await followAll(watched, { ...input, printer, signal: ended.signal })
    if (stopping === undefined) return 0
    await stopping
    return 130
  } finally {
    ended.abort()
    stopListening()
  }
}

interface FollowAll extends FollowProjectInput {
  readonly printer: LogPrinter
  readonly signal: AbortSignal
}

/** Resolves when none of the containers runs any more, or at the abort. */
async function followAll(watched: readonly ObservedContainer[], input: FollowAll): Promise<void> {
  const { engine, project, signal } = input
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const starts = createStarts()
  const events = engine.events({
    labels: [`${label.project}=${project}`],
    since: input.world.now(),
    signal: until,
  })
  const listening = listen(events, starts.tell, until)
  try {
    await Promise.race([
      Promise.all(
        watched.map((container) => followContainer(container, { ...input, starts, signal: until })),
      ),
      listening,
    ])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    over.abort()
    await listening.catch((error: unknown) => {
      if (!until.aborted) throw error
    })
  }
}

async function listen(
  events: AsyncIterable<EngineEvent>,
  tell: (id: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { type, action, id } of events) if (type === 'container' && action === 'start') tell(id)
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

async function followContainer(
  { id, name: fullName }: ObservedContainer,
  { engine, before, project, printer, signal, starts, ...input }: FollowAll & { readonly starts: Starts },
): Promise<void> {
  const name = shortName(fullName, project)
  let since = before.containers.some((container) => container.id === id) ? input.since : undefined
  for (;;) {
    const start = starts.next(id, signal)
    const end = await followRun(id, {
      engine,
      signal,
      ...(since !== undefined && { since }),
      onLine: (line) => {
        since = line.time + 1
        printer.line(name, line)
      },
    })
    if (end.kind === 'gone') return
    printer.say(name, `exited with code ${end.exitCode}${end.willRestart ? ' (restarting)' : ''}`)
    if (!end.willRestart) return
    await start
  }
}

/** Who waits for a container to start again is told. */
interface Starts {
  readonly tell: (id: string) => void
  /** Resolves at the next start, also when the signal aborts. */
  readonly next: (id: string, signal: AbortSignal) => Promise<void>
}

function createStarts(): Starts {
  const waiting = new Map<string, () => void>()
  return {
    tell: (id) => waiting.get(id)?.(),
    next: (id, signal) =>
      new Promise((resolve) => {
        waiting.set(id, resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
}
