/** The process, as far as commands may see it; tests pass their own. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly out: Output
  readonly err: Output
  /** Calls back on each Ctrl-C or SIGTERM until the returned function is called. */
  readonly onInterrupt: (callback: () => void) => () => void
  /** The next line of standard input without its end; empty when there is none. */
  readonly readLine: () => Promise<string>
  /** Ends the process at once. */
  readonly exit: (code: number) => never
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => void
  readonly isTerminal: boolean
  /** Of the terminal now; 80 by 24 where there is none. */
  readonly size: () => { readonly columns: number; readonly rows: number }
}
