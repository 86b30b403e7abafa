import { setTimeout as delay } from 'node:timers/promises'

export interface Sending {
  readonly address: string
  readonly message: object
  /** Epoch milliseconds: later it is not tried again. */
  readonly until: number
  readonly now: () => number
  /** Aborts when the server stops. */
  readonly signal: AbortSignal
}

/** `refused`: it will not be taken any more; `stopped`: by the signal, so it is to be tried again. */
export type Sent = 'taken' | 'refused' | 'stopped'

const firstPauseMs = 500
const longestPauseMs = 60_000
const answerMs = 10_000

/** Sends a message, again and again with longer pauses while it may still be taken. */
export async function sendAnswer(sending: Sending): Promise<Sent> {
  const { until, now, signal } = sending
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const outcome = await post(sending)
    if (outcome !== 'later') return outcome
    if (signal.aborted) return 'stopped'
    if (now() + pauseMs > until) return 'refused'
    // Rejects when the server stops; the next attempt tells.
    await delay(pauseMs, undefined, { signal }).catch(() => {})
  }
}

async function post({ address, message, signal }: Sending): Promise<'taken' | 'refused' | 'later'> {
  try {
    const reply = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(message),
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
    })
    await reply.body?.cancel()
    if (reply.ok) return 'taken'
    return reply.status === 429 || reply.status >= 500 ? 'later' : 'refused'
  } catch {
    // Nobody answered, or the server stops: both are for another time.
    return 'later'
  }
}
