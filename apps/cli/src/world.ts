/** The process, as far as commands may see it; tests pass their own. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Output
  readonly err: Output
  /** Calls back on each Ctrl-C or SIGTERM until the returned function is called. */
  readonly onInterrupt: (callback: () => void) => () => void
  /** Calls back on each signal that can be passed on to a program, until the returned function is called. */
  readonly onSignal: (callback: (name: PassedSignal) => void) => () => void
  /** Calls back when the terminal has another size, until the returned function is called. */
  readonly onResize: (callback: () => void) => () => void
  readonly input: Input
  /** The next line of standard input without its end; empty when there is none. */
  readonly readLine: () => Promise<string>
  /** Ends the process at once. */
  readonly exit: (code: number) => never
  /** Epoch milliseconds. */
  readonly now: () => number
}

export type PassedSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGQUIT'

/** Standard input. */
export interface Input {
  readonly isTerminal: boolean
  /**
   * Hands over what is typed or piped, a piece when the one before has been taken, until the returned function is
   * called.
   */
  readonly read: (taker: {
    readonly onBytes: (bytes: Uint8Array) => Promise<void>
    readonly onEnd: () => void
  }) => () => void
  /** Makes a terminal give every key as it is pressed, Ctrl-C too, until the returned function is called. */
  readonly takeKeys: () => () => void
}

/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => void
  /** Resolves when there is room for more. */
  readonly writeBytes: (bytes: Uint8Array) => Promise<void>
  readonly isTerminal: boolean
  /** Of the terminal now; 80 by 24 where there is none. */
  readonly size: () => { readonly columns: number; readonly rows: number }
}
