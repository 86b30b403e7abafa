import type { ObservedContainer } from '@berth/convergence'
import { type EngineEvent, type EngineReader, isEngineError, label } from '@berth/docker-engine'
import { createBookmark } from './bookmark.ts'
import { followRun, type RunEnd } from './follow-container.ts'
import { type LogPrinter, shortName } from './log-printer.ts'

export interface FollowAllInput {
  readonly engine: EngineReader
  readonly project: string
  readonly printer: LogPrinter
  readonly signal: AbortSignal
  /** Epoch milliseconds, before the containers were started: to miss no start and no line. */
  readonly since: number
  /** Whether what a container writes is shown, too, and from when on. */
  readonly attachment: (container: ObservedContainer) => Attachment | undefined
  /** Called when a container has exited, and nothing restarts it. */
  readonly onExit: (container: ObservedContainer, exitCode: number) => void
}

/** What of a container's output is shown: all, or what it writes from a time on, in epoch milliseconds. */
export interface Attachment {
  readonly since?: number
}

/** Resolves when none of the containers runs any more, or at the abort. */
export async function followAll(watched: readonly ObservedContainer[], input: FollowAllInput): Promise<void> {
  const { engine, project, signal, since } = input
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const starts = createStarts()
  const events = engine.events({ labels: [`${label.project}=${project}`], since, signal: until })
  const listening = listen(events, starts.tell, until)
  try {
    const following = watched.map((one) => followContainer(one, { ...input, starts, signal: until }))
    await Promise.race([Promise.all(following), listening])
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

type Following = FollowAllInput & { readonly starts: Starts }

async function followContainer(container: ObservedContainer, input: Following): Promise<void> {
  const { engine, printer, project, signal, starts, onExit } = input
  const name = shortName(container.name, project)
  const attachment = input.attachment(container)
  const bookmark = createBookmark(attachment?.since)
  for (;;) {
    const start = starts.next(container.id, signal)
    const end = attachment
      ? await followRun(container.id, {
          engine,
          signal,
          bookmark,
          onLine: (line) => printer.line(name, line),
        })
      : await watchRun(container.id, input)
    if (end.kind === 'gone') return
    printer.say(name, `exited with code ${end.exitCode}${end.willRestart ? ' (restarting)' : ''}`)
    if (!end.willRestart) return onExit(container, end.exitCode)
    await start
  }
}

/** Like `followRun`, without what it writes. */
async function watchRun(id: string, { engine, signal }: Following): Promise<RunEnd> {
  try {
    const { exitCode } = await engine.waitForExit(id, { signal })
    const { State: state } = await engine.inspectContainer(id, { signal })
    return { kind: 'exited', exitCode, willRestart: state.Status === 'restarting' || state.Running }
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { kind: 'gone' }
    throw error
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
