import {
  type AttachedSession,
  type Engine,
  type EngineEvent,
  type EngineSessions,
  isEngineError,
  type LogLine,
  readOutputLines,
} from '@berth/docker-engine'
import type { ContainerLives } from './container-lives.ts'
import { exitedRun, type RunEnd } from './follow-container.ts'

export interface AttachInput {
  readonly engine: Engine & EngineSessions
  readonly lives: ContainerLives
  readonly signal: AbortSignal
  readonly now: () => number
}

type OnLine = (line: LogLine) => void

/** A run of a container that is joined. */
export interface AttachedRun {
  readonly end: Promise<RunEnd>
  /** When the run has ended, by the Engine's clock. */
  readonly diedAt: Promise<number>
}

/**
 * Attaches to a container that is about to be started. Resolves when nothing that it writes from then on can be
 * missed, whether the Engine keeps it or not. Without `onLine` only its end is watched.
 */
export async function attachBeforeStart(
  id: string,
  input: AttachInput & { readonly onLine: OnLine | undefined },
): Promise<AttachedRun> {
  const { engine, lives, signal, onLine } = input
  const death = lives.next(id, 'die')
  const diedAt = death.then(({ time }) => time)
  diedAt.catch(() => {})
  if (onLine === undefined) return { end: endOf(death, id, input), diedAt }
  const { Config: config } = await engine.inspectContainer(id, { signal })
  const session = await engine.attachContainer(id, { isTty: config.Tty === true, hasInput: false, signal })
  const show = async () => {
    await showLines(session, onLine, input)
    return endOf(death, id, input)
  }
  return { end: show(), diedAt }
}

/** Shows what a container writes from now on, until it ends; at once when it does not run. */
export async function attachToRunning(
  id: string,
  input: AttachInput & { readonly onLine: OnLine },
): Promise<RunEnd> {
  const { engine, lives, signal, onLine } = input
  const death = lives.next(id, 'die')
  const { State: state, Config: config } = await engine.inspectContainer(id, { signal })
  const exitCode = state.ExitCode
  if (!state.Running) return { kind: 'exited', exitCode, willRestart: false }
  if (state.Status === 'restarting') return { kind: 'exited', exitCode, willRestart: true }
  const session = await engine.attachContainer(id, { isTty: config.Tty === true, hasInput: false, signal })
  await showLines(session, onLine, input)
  return endOf(death, id, input)
}

async function showLines({ output }: AttachedSession, onLine: OnLine, { now }: AttachInput): Promise<void> {
  for await (const line of readOutputLines(output)) onLine(withTime(line, now()))
}

async function endOf(death: Promise<EngineEvent>, id: string, input: AttachInput): Promise<RunEnd> {
  const { attributes } = await death
  const exitCode = Number(attributes.exitCode)
  try {
    return await exitedRun(id, exitCode, input)
  } catch (error) {
    if (isEngineError(error, 'ENGINE_NOT_FOUND')) return { kind: 'exited', exitCode, willRestart: false }
    throw error
  }
}

/** Who is attached is told no times. */
const withTime = (line: Pick<LogLine, 'stream' | 'text'>, time: number): LogLine => ({
  ...line,
  time,
  timestamp: new Date(time).toISOString().replace('Z', '000000Z'),
})
