import { type BeforeStart, type ObservedState, observe, type Plan } from '@berth/convergence'
import type { Engine, EngineSessions } from '@berth/docker-engine'
import { plainStyle, styleFor } from '../print/style.ts'
import type { Beginning } from '../project/carry-out.ts'
import { unchangedContainers } from '../project/unchanged-containers.ts'
import { type Cascade, createCascade } from './cascade.ts'
import { watchLives } from './container-lives.ts'
import { createEnding, type Ending } from './ending.ts'
import { type FollowedContainer, type FollowRunsInput, followFromStart, followSince } from './follow-runs.ts'
import { createLogPrinter, type LogFormat, shortName } from './log-printer.ts'
import type { StopInput } from './stop-project.ts'

/** Of `services` the containers are stopped in the end. */
export interface FollowProjectInput extends StopInput {
  readonly engine: Engine & EngineSessions
  /** Whose output is shown. */
  readonly attached: ReadonlySet<string>
  /** Whose containers are waited for. */
  readonly awaited: ReadonlySet<string>
  readonly cascade: Cascade
  readonly format: Pick<LogFormat, 'prefix' | 'timestamps'> & { readonly noColor: boolean }
}

/** Shows what the containers of a project write, from the first one that starts on. */
export interface ProjectFollower {
  /** To be called with what is going to be deployed; then with each container before it starts. */
  readonly onBegin: (beginning: Beginning) => void
  readonly beforeStart: BeforeStart
  /** Aborted when the deployment is to end, because a container has that all shall end with. */
  readonly signal: AbortSignal
  /**
   * To be called when the deployment has ended, with its exit code: one that succeeded is followed until all have
   * stopped, Ctrl-C stops them, or one ends that the others shall end with. Ctrl-C during the deployment stops them,
   * too: who sees what they write expects that. Resolves with the exit code of it all.
   */
  readonly end: (code: number) => Promise<number>
  readonly close: () => void
}

/** Nothing is asked of the Engine before `onBegin`. */
export function createProjectFollower(input: FollowProjectInput): ProjectFollower {
  const { cascade: asked } = input
  const cut = new AbortController()
  let following: Following | undefined
  let ending: Ending | undefined
  // While the deployment goes on, which it cancels; it may come when there is nothing left to cancel.
  let isInterrupted = false
  let stopNoting: (() => void) | undefined
  const cascade = createCascade(asked, () => {
    cut.abort()
    ending?.abort()
  })
  const onExit = ({ service }: FollowedContainer, exitCode: number) => {
    if (input.awaited.has(service)) cascade.onExit(service, exitCode)
  }
  const begun = () => {
    if (following === undefined) throw new Error('A container is started in a deployment that has not begun')
    return following
  }
  return {
    onBegin: (beginning) => {
      following = openFollowing(input, beginning, onExit)
      stopNoting = input.world.onInterrupt(() => {
        isInterrupted = true
      })
    },
    beforeStart: (container) => begun().beforeStart(container),
    signal: cut.signal,
    end: async (code) => {
      if (following === undefined) return code
      if (code === 0) await following.catchUp()
      else if (asked.kind !== 'none') await following.lastWords()
      const isCut = cut.signal.aborted
      if (code !== 0 && !isCut && !isInterrupted) return code
      ending = createEnding(input)
      if (isInterrupted || isCut) await endAll(ending, following, isInterrupted)
      else await following.ended(ending.signal)
      await ending.settled()
      if (ending.isInterrupted()) return 130
      // What was cut short is no success, whatever the container says that cut it.
      return cascade.exitCode() || Math.min(code, 1)
    },
    close: () => {
      stopNoting?.()
      following?.close()
      ending?.release()
    },
  }
}

/** Ends all without waiting for one of them, and shows their last words. */
async function endAll(ending: Ending, following: Following, isInterrupted: boolean): Promise<void> {
  if (isInterrupted) ending.interrupt()
  else ending.abort()
  await ending.settled()
  await following.lastWords()
}

interface Following {
  readonly beforeStart: BeforeStart
  /** Follows those that nobody had to start. */
  readonly catchUp: () => Promise<void>
  /** Resolves when what those have written that have ended has been shown. */
  readonly lastWords: () => Promise<void>
  /** Resolves when none of those that are waited for runs any more, or at the abort. */
  readonly ended: (signal: AbortSignal) => Promise<void>
  readonly close: () => void
}

function openFollowing(
  input: FollowProjectInput,
  { plan, observed, outputs }: Beginning,
  onExit: FollowRunsInput['onExit'],
): Following {
  const { engine, world, globals, project, attached, awaited, format } = input
  const over = new AbortController()
  const { signal } = over
  const since = world.now()
  const style = format.noColor ? plainStyle : styleFor(world.out, world, globals.ansi)
  const printer = createLogPrinter(outputs, { ...format, style })
  const lives = watchLives(engine, { project, since, signal })
  const runs: FollowRunsInput = { engine, lives, signal, now: world.now, printer, onExit }
  const followed = new Map<string, { readonly service: string; readonly end: Promise<void> }>()
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(() => {})
  const follow = ({ id, service }: FollowedContainer, end: Promise<void>) => {
    followed.set(id, { service, end })
    end.catch(reject)
  }
  const followNow = (container: FollowedContainer) => follow(container, followSince(container, since, runs))
  const toFollow = ({ id, name, service }: Pick<FollowedContainer, 'id' | 'name' | 'service'>) => ({
    id,
    name: shortName(name, project),
    service,
    isShown: attached.has(service),
  })
  const isFollowed = (service: string) => attached.has(service) || awaited.has(service)

  let isAnnounced = false
  const announce = () => {
    const names = isAnnounced ? [] : namesToShow(plan, observed, attached)
    if (names.length > 0) outputs.out.write(`Attaching to ${names.join(', ')}\n`)
    for (const name of names) printer.add(name)
    isAnnounced = true
  }
  for (const container of unchangedContainers(plan, observed)) {
    if (!isFollowed(container.service) || !isRunning(container)) continue
    announce()
    followNow(toFollow(container))
  }
  return {
    beforeStart: async ({ id, name, service }) => {
      if (service === undefined || !isFollowed(service)) return
      announce()
      const container = toFollow({ id, name, service })
      follow(container, (await followFromStart(container, runs)).end)
    },
    catchUp: async () => {
      announce()
      const { containers } = await observe(engine, { project })
      const others = containers.filter(({ id, isOneOff }) => !isOneOff && !followed.has(id))
      for (const container of others) if (isFollowed(container.service)) followNow(toFollow(container))
    },
    lastWords: async () => {
      const { containers } = await observe(engine, { project })
      const atRest = containers.filter(({ state }) => state === 'exited' || state === 'dead')
      await Promise.all(atRest.map(({ id }) => followed.get(id)?.end))
    },
    ended: async (abort) => {
      const awaitedEnds = [...followed.values()]
        .filter(({ service }) => awaited.has(service))
        .map(({ end }) => end)
      await Promise.race([Promise.all(awaitedEnds), broken, aborted(abort)])
    },
    close: () => over.abort(),
  }
}

const isRunning = ({ state }: ObservedState['containers'][number]) =>
  state === 'running' || state === 'paused' || state === 'restarting'

/** The containers that there will be, as the prefixes call them, sorted. */
function namesToShow(plan: Plan, observed: ObservedState, attached: ReadonlySet<string>): string[] {
  const made = plan.actions.flatMap((action) =>
    action.kind === 'create-container' || action.kind === 'start-container'
      ? [{ name: action.name, service: action.service ?? '' }]
      : [],
  )
  const shown = [...made, ...unchangedContainers(plan, observed)].filter(({ service }) =>
    attached.has(service),
  )
  return [...new Set(shown.map(({ name }) => shortName(name, plan.project)))].sort()
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
