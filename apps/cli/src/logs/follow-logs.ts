import { type EngineEvent, label } from '@berth/docker-engine'
import type { World } from '../world.ts'
import { type Bookmark, createBookmark } from './bookmark.ts'
import { exitWords, followRun } from './follow-container.ts'
import { shortName } from './log-printer.ts'
import type { ReadLogsInput } from './print-logs.ts'

export interface FollowLogsInput extends ReadLogsInput {
  readonly world: World
  /** Whether a container that appears is one of those asked for, by its labels. */
  readonly isWanted: (labels: Readonly<Record<string, string>>) => boolean
}

/**
 * Prints what the containers have written and what they write from now on, those that are made or started
 * meanwhile included. Ends when none of them runs any more, or at Ctrl-C; resolves with the exit code.
 */
export async function followLogs(input: FollowLogsInput): Promise<number> {
  const interrupted = new AbortController()
  const over = new AbortController()
  const signal = AbortSignal.any([interrupted.signal, over.signal])
  const stopListening = input.world.onInterrupt(() => interrupted.abort())
  const following = { ...input, signal, since: input.world.now() }
  const followers = createFollowers(following)
  try {
    for (const container of input.containers) followers.add(container)
    await Promise.race([followers.quiet, listen(following, followers)])
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    stopListening()
    over.abort()
  }
  return interrupted.signal.aborted ? 130 : 0
}

/** `since`: when following began. */
type Following = FollowLogsInput & { readonly signal: AbortSignal; readonly since: number }

/** Never ends by itself, except at the `until` of the options. */
async function listen(
  { engine, project, signal, since, options, isWanted }: Following,
  followers: Followers,
) {
  const { until } = options
  const labels = [`${label.project}=${project}`]
  const events = engine.events({ labels, since, signal, ...(until !== undefined && { until }) })
  for await (const event of events) {
    if (event.type === 'container' && isWanted(event.attributes)) followers.onEvent(event)
  }
}

/** Everybody who is followed, or will be as soon as it starts. */
interface Followers {
  readonly add: (container: { readonly id: string; readonly name: string; readonly state: string }) => void
  readonly onEvent: (event: EngineEvent) => void
  /** Resolves when nobody is left; rejects when following somebody failed. */
  readonly quiet: Promise<void>
}

function createFollowers(input: Following): Followers {
  const { engine, project, options, printer, signal, since } = input
  const { until } = options
  const { promise: quiet, resolve, reject } = Promise.withResolvers<void>()
  const known = new Set(input.containers.map(({ id }) => id))
  const followed = new Set<string>()
  /** Made, or between two runs: they will start or be removed. */
  const expected = new Set<string>()
  /** Where each left off, so that nothing is shown twice or lost. */
  const bookmarks = new Map<string, Bookmark>()

  const leave = (id: string) => {
    followed.delete(id)
    if (followed.size === 0 && expected.size === 0) resolve()
  }
  const follow = async (id: string, name: string, { since: from, ...range }: ReadLogsInput['options']) => {
    if (followed.has(id)) return undefined
    const before = bookmarks.get(id)
    const bookmark = before?.isSet() ? before : createBookmark(from)
    bookmarks.set(id, bookmark)
    followed.add(id)
    expected.delete(id)
    printer.add(name)
    const end = await followRun(id, {
      engine,
      signal,
      ...range,
      bookmark,
      onLine: (line) => printer.line(name, line),
    })
    if (end.kind === 'exited' && end.willRestart) expected.add(id)
    return end
  }
  const followAndTell = async (id: string, name: string, range: Parameters<typeof follow>[2]) => {
    const end = await follow(id, name, range)
    if (end?.kind === 'exited') printer.say(name, exitWords(end))
    if (end !== undefined) leave(id)
  }
  return {
    quiet,
    add: ({ id, name: fullName, state }) => {
      const name = shortName(fullName, project)
      const isRunning = ['running', 'restarting', 'paused'].includes(state)
      if (state === 'created') expected.add(id)
      else if (isRunning) followAndTell(id, name, options).catch(reject)
      else follow(id, name, options).then(() => leave(id), reject)
    },
    onEvent: ({ action, id, attributes }) => {
      // The first events may tell of what the list has told already.
      if (action === 'create' && !known.has(id)) expected.add(id)
      if (action === 'start') {
        // Everything of a new one: its first lines are older than the event of its start.
        const from = known.has(id) ? since : undefined
        const range = { ...(from !== undefined && { since: from }), ...(until !== undefined && { until }) }
        followAndTell(id, shortName(attributes.name ?? id, project), range).catch(reject)
      }
      if (action === 'destroy' && expected.delete(id)) leave(id)
    },
  }
}
