import type { ExecRequest } from './container-access.ts'
import type { Waiting } from './engine.ts'

/**
 * Talking to what runs in containers. It is the one thing that acts on the Engine and goes through no plan, so it
 * has an interface of its own, and whoever holds it may do anything inside of any container.
 */
export interface EngineSessions {
  /**
   * Attaches to the main process of a container, from now on; also to one that does not run yet, so that nothing
   * of its output is missed. The input can be given only where the container was made with `OpenStdin`.
   */
  attachContainer(id: string, options: AttachOptions): Promise<AttachedSession>
  /** Runs a command in a running container and attaches to it. Rejects with `ENGINE_CONFLICT` unless that runs. */
  openExec(id: string, request: ExecRequest, options: AttachOptions): Promise<ExecSession>
  /** Runs a command in a running container and leaves it to itself. */
  startExec(id: string, request: ExecRequest, options?: Waiting): Promise<void>
}

/** Aborting closes the session; what runs goes on. */
export interface AttachOptions extends Waiting {
  /** The process has a terminal: its output is one stream, as it is to be shown. */
  readonly isTty: boolean
  readonly hasInput: boolean
  /** Of the terminal at the beginning; for commands only. */
  readonly size?: TerminalSize
  /** Keys in the input that end the session and leave the process alone, for example `ctrl-p,ctrl-q`. */
  readonly detachKeys?: string
}

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

export interface ContainerSession {
  /**
   * What the process writes, in the order it comes; to be read once. It ends with the process, or when the
   * session is left by its keys; it rejects with an `EngineError`, or with the reason of the abort.
   */
  readonly output: AsyncIterable<OutputChunk>
  /** Resolves when there is room for more. Does nothing when the process has ended. */
  readonly write: (bytes: Uint8Array) => Promise<void>
  /** No more input will come. */
  readonly endInput: () => void
  /** Tells the process how large its terminal is. Rejects with `ENGINE_CONFLICT` when it does not run. */
  readonly resize: (size: TerminalSize) => Promise<void>
  readonly close: () => void
}

export interface AttachedSession extends ContainerSession {
  /** Passes a signal on to the process, by name or number. Does nothing when it has ended. */
  readonly signal: (name: string) => Promise<void>
}

export interface ExecSession extends ContainerSession {
  /** Resolves when the command has ended; 126 or 127 when it could not be started, which the output tells. */
  readonly exitCode: () => Promise<number>
}

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr'
  readonly bytes: Uint8Array
}
