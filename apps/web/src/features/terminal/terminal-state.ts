import type { ExecServerMessage } from '@berth/contract'

/** How a terminal is, from asking for one to its end. */
export type TerminalState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'ended'; readonly exitCode: number }
  | { readonly kind: 'failed'; readonly title: string; readonly detail: string }

/** What a last message of the server means. */
export const stateAfter = (message: ExecServerMessage): TerminalState =>
  message.op === 'exit'
    ? { kind: 'ended', exitCode: message.exitCode }
    : { kind: 'failed', title: 'The command could not be run', detail: message.message }

const closings: Readonly<Record<number, { readonly title: string; readonly detail: string }>> = {
  4401: { title: 'Your session has ended', detail: 'Sign in again to open a terminal.' },
  4408: {
    title: 'Closed, as nobody used it',
    detail: 'A terminal in which nothing is typed or shown for a while is closed.',
  },
  1011: { title: 'The Engine went away', detail: 'Open it again when the Engine answers.' },
}

/** What a closed connection means when the server said nothing before. */
export const stateAfterClose = (code: number): TerminalState => ({
  kind: 'failed',
  ...(closings[code] ?? {
    title: 'The connection was lost',
    detail: 'The command was told that its terminal is gone. Open a new one to go on.',
  }),
})
