import { type ObservedState, observe } from '@berth/convergence'
import type { Engine } from '@berth/docker-engine'
import type { FlagValues } from '../args/flag.ts'
import type { GlobalFlags } from '../args/global-flags.ts'
import { plainStyle, styleFor } from '../print/style.ts'
import type { World } from '../world.ts'
import { type Cascade, createCascade } from './cascade.ts'
import { followAll } from './follow-all.ts'
import { createLogPrinter, type LogFormat, shortName } from './log-printer.ts'
import { stopProject } from './stop-project.ts'

export interface FollowProjectInput {
  readonly engine: Engine
  readonly globals: FlagValues<GlobalFlags>
  readonly world: World
  readonly project: string
  /** Whose containers are waited for, and stopped in the end. */
  readonly services: readonly string[]
  /** Of these, whose output is shown. */
  readonly attached: ReadonlySet<string>
  readonly timeoutSeconds: number | undefined
  /** What ran before: of those only what they write from `since` on is shown. */
  readonly before: ObservedState
  /** Epoch milliseconds. */
  readonly since: number
  readonly cascade: Cascade
  readonly format: Pick<LogFormat, 'prefix' | 'timestamps'> & { readonly noColor: boolean }
}

/**
 * Shows what the containers of a project write until all have stopped, Ctrl-C stops them, or one ends that the
 * others shall end with. Resolves with the exit code.
 */
export async function followProject(input: FollowProjectInput): Promise<number> {
  const { engine, globals, world, project, services, attached, format } = input
  const { containers } = await observe(engine, { project })
  const watched = containers.filter(({ service, isOneOff }) => !isOneOff && services.includes(service))
  const names = watched
    .filter(({ service }) => attached.has(service))
    .map(({ name }) => shortName(name, project))
  if (names.length > 0) world.out.write(`Attaching to ${names.join(', ')}\n`)
  const style = format.noColor ? plainStyle : styleFor(world.out, world, globals.ansi)
  const printer = createLogPrinter(world, { ...format, style })
  for (const name of names) printer.add(name)

  const ending = createEnding(input)
  const cascade = createCascade(input.cascade, () => ending.abort('Aborting on container exit...'))
  try {
    await followAll(watched, {
      engine,
      project,
      printer,
      signal: ending.signal,
      since: world.now(),
      attachment: ({ id, service }) => {
        if (!attached.has(service)) return undefined
        const isOld = input.before.containers.some((container) => container.id === id)
        return isOld ? { since: input.since } : {}
      },
      onExit: ({ service }, exitCode) => cascade.onExit(service, exitCode),
    })
    await ending.settled()
    return ending.isInterrupted() ? 130 : cascade.exitCode()
  } finally {
    ending.release()
  }
}

/** Stops everything when something asks for it; asked again by a person, at once. */
function createEnding(input: FollowProjectInput) {
  const { world } = input
  const ended = new AbortController()
  let isInterrupted = false
  let stopping: Promise<number> | undefined
  const stop = (timeoutSeconds: number | undefined) => {
    const stopped = stopProject({ ...input, timeoutSeconds })
    stopping = stopped
    // When all have stopped, their last lines have been shown and following ends by itself.
    stopped.then(
      (code) => code === 0 || ended.abort(),
      () => ended.abort(),
    )
  }
  const stopListening = world.onInterrupt(() => {
    const isAgain = stopping !== undefined
    isInterrupted = true
    world.out.write(isAgain ? 'Killing...\n' : 'Gracefully Stopping... press Ctrl+C again to force\n')
    stop(isAgain ? 0 : input.timeoutSeconds)
  })
  return {
    signal: ended.signal,
    isInterrupted: () => isInterrupted,
    abort: (words: string) => {
      if (stopping !== undefined) return
      world.err.write(`${words}\n`)
      stop(input.timeoutSeconds)
    },
    /** Resolves when what is being stopped has stopped. */
    settled: async () => {
      await stopping
    },
    release: () => {
      ended.abort()
      stopListening()
    },
  }
}
