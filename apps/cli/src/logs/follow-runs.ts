import { isEngineError, type LogLine } from '@berth/docker-engine'
import { type AttachInput, attachBeforeStart, attachToRunning } from './attached-run.ts'
import { type Bookmark, createBookmark } from './bookmark.ts'
import { exitedRun, exitWords, followRun, type RunEnd } from './follow-container.ts'
import type { LogPrinter } from './log-printer.ts'

export interface FollowRunsInput extends AttachInput {
  readonly printer: LogPrinter
  /** Called when a container has exited, and nothing restarts it. */
  readonly onExit: (container: FollowedContainer, exitCode: number) => void
}

export interface FollowedContainer {
  readonly id: string
  /** Of those in the prefixes. */
  readonly name: string
  readonly service: string
  /** Whether what it writes is shown. */
  readonly isShown: boolean
}

/** Resolves when the container, which is about to be started, is attached to; `end` when nothing restarts it any more. */
export async function followFromStart(
  container: FollowedContainer,
  input: FollowRunsInput,
): Promise<{ readonly end: Promise<void> }> {
  const onLine = container.isShown ? printTo(container, input) : undefined
  const run = await attachBeforeStart(container.id, { ...input, onLine })
  const later = async () => createBookmark((await run.diedAt) + 1)
  return { end: followOn(container, { ...input, first: run.end, later }) }
}

/** Shows what a container writes from a time on, in epoch milliseconds. Resolves when nothing restarts it any more. */
export function followSince(
  container: FollowedContainer,
  since: number,
  input: FollowRunsInput,
): Promise<void> {
  const bookmark = createBookmark(since)
  return followOn(container, {
    ...input,
    first: followLaterRun(container, bookmark, input),
    later: async () => bookmark,
  })
}

interface FollowOnInput extends FollowRunsInput {
  readonly first: Promise<RunEnd>
  /** Where the lines of later runs begin. */
  readonly later: () => Promise<Bookmark>
}

async function followOn(container: FollowedContainer, input: FollowOnInput): Promise<void> {
  const { printer, first, later, onExit } = input
  const { name } = container
  let end = await first
  while (end.kind === 'exited' && end.willRestart) {
    printer.say(name, exitWords(end))
    await restarted(container.id, input)
    end = await followLaterRun(container, await later(), input)
  }
  if (end.kind === 'gone') return
  printer.say(name, exitWords(end))
  onExit(container, end.exitCode)
}

/** Resolves when the container is not between two runs (any more). */
async function restarted(id: string, { engine, lives, signal }: FollowRunsInput): Promise<void> {
  for (;;) {
    const start = lives.next(id, 'start')
    try {
      const { State: state } = await engine.inspectContainer(id, { signal })
      if (state.Status !== 'restarting') return
    } catch (error) {
      if (isEngineError(error, 'ENGINE_NOT_FOUND')) return
      throw error
    }
    await start
  }
}

/** What it writes is read from what the Engine keeps of it; where it keeps nothing, what comes from now on is shown. */
async function followLaterRun(
  container: FollowedContainer,
  bookmark: Bookmark,
  input: FollowRunsInput,
): Promise<RunEnd> {
  const { id, isShown } = container
  const { engine, signal } = input
  if (!isShown) return watchRun(id, input)
  const onLine = printTo(container, input)
  try {
    return await followRun(id, { engine, signal, bookmark, onLine })
  } catch (error) {
    if (!isEngineError(error, 'ENGINE_REFUSED')) throw error
    return attachToRunning(id, { ...input, onLine })
  }
}

const printTo =
  ({ name }: FollowedContainer, { printer }: FollowRunsInput) =>
  (line: LogLine) =>
    printer.line(name, line)

/** Like `followRun`, without what it writes. */
async function watchRun(id: string, { engine, signal }: FollowRunsInput): Promise<RunEnd> {
  try {
    const { exitCode } = await engine.waitForExit(id, { signal })
    return await exitedRun(id, exitCode, { engine, signal })
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { kind: 'gone' }
    throw error
  }
}
