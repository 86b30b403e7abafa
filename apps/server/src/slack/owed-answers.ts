import type { Operation, SlackReply } from '@berth/contract'
import type { FastifyBaseLogger } from 'fastify'
import type { Background } from '../background.ts'
import type { IdempotencyStore } from '../operations/idempotency-store.ts'
import { type Reporter, waitFor } from '../operations/report.ts'
import type { OperationRunner } from '../operations/runner.ts'
import { hasEnded } from '../operations/state.ts'
import type { Seal } from '../secrets/seal.ts'
import type { AnswerRecord, AnswerStore } from './answer-store.ts'
import { sendAnswer } from './send-answer.ts'
import type { SlackCommand } from './slack-request.ts'
import { messageText, toAll, toAsker } from './slack-text.ts'

/** Answers that come later than Slack waits. They are stored, and are sent after a restart of the server too. */
export interface OwedAnswers {
  /** Stores that an answer will be owed, before anything is begun for it. */
  open(command: SlackCommand, origin: string): Promise<AnswerRecord>
  /** The key that binds an operation to an answer in the same breath as the operation is stored. */
  keyOf(answer: AnswerRecord): string
  /** Tells the end of an operation, when it comes. */
  tellEnd(answer: AnswerRecord, operation: Operation['id']): Promise<void>
  /** Tells a text. */
  tell(answer: AnswerRecord, text: string): Promise<void>
  /** Nothing is owed: it was answered at once. */
  close(answer: AnswerRecord): Promise<void>
  /**
   * Goes on with what is owed since before the start.
   *
   * @param requeued Resolves when the operations that waited then are queued again; it is waited for.
   */
  resume(requeued: Promise<void>): Promise<void>
}

export interface OwedDependencies {
  readonly store: AnswerStore
  readonly seal: Seal
  readonly keys: Pick<IdempotencyStore, 'find'>
  readonly runner: Pick<OperationRunner, 'ended'>
  readonly reporter: Pick<Reporter, 'tell'>
  readonly background: Background
  readonly log: FastifyBaseLogger
  readonly now: () => number
  /** Aborts when the server stops. */
  readonly signal: AbortSignal
}

/** Slack takes answers for half an hour. */
const takenMs = 30 * 60_000
/** When it is told how an operation stands that has not ended. */
const lastWordMs = 28 * 60_000

const lost = 'Berth stopped before it could answer. Look whether it was done, or ask again.'

/** @see OwedAnswers */
export function createOwedAnswers(dependencies: OwedDependencies): OwedAnswers {
  const { store, seal, keys, runner, reporter, background, log, now, signal } = dependencies
  /** In the hands of this process. */
  const known = new Set<string>()
  let requeued = Promise.resolve()

  /** Undefined when the server stops before there is an answer. */
  const operationText = async (answer: AnswerRecord, first: string): Promise<string | undefined> => {
    const lastWordAt = answer.askedAt + lastWordMs
    let id = first
    let awaited: string | undefined
    for (;;) {
      const { operation, text } = await reporter.tell(id, new URL(answer.origin).hostname)
      const { state, resumedBy, project } = operation
      if (state === 'interrupted' && resumedBy !== undefined) {
        // What a stop of the server cut short has a successor: its end is what is waited for.
        await store.setOperation(answer.id, resumedBy)
        id = resumedBy
      } else if (hasEnded(state) || now() >= lastWordAt) {
        return messageText(text, { link: `${answer.origin}/projects/${project}/operations/${id}` })
      } else if (awaited === id) {
        return undefined
      } else {
        awaited = id
        await requeued
        await waitFor(runner.ended(id), Math.max(0, lastWordAt - now()) / 1000, signal)
      }
    }
  }

  const messageFor = async (answer: AnswerRecord): Promise<SlackReply | undefined> => {
    if (answer.operation === undefined) return toAsker(answer.text ?? lost)
    const text = await operationText(answer, answer.operation)
    return text === undefined ? undefined : toAll(text)
  }

  /** Whether nothing is owed any more: Slack has it, or will not take it. */
  const send = async (answer: AnswerRecord, message: SlackReply): Promise<boolean> => {
    const { id, operation, responseUrl, thread, askedAt } = answer
    const sent = await sendAnswer({
      address: seal.open(responseUrl, placeOf(id)),
      message: { ...message, ...(thread !== undefined && { thread_ts: thread }) },
      until: askedAt + takenMs,
      now,
      signal,
    })
    if (sent === 'refused')
      log.warn({ answer: id, operation }, 'Slack did not take an answer that it was owed')
    return sent !== 'stopped'
  }

  const follow = (answer: AnswerRecord) =>
    background.run(async () => {
      try {
        const message = await messageFor(answer)
        if (message !== undefined && (await send(answer, message))) await store.delete(answer.id)
      } finally {
        known.delete(answer.id)
      }
    })

  const followAll = async () => {
    for (const answer of await store.list()) {
      if (known.has(answer.id)) continue
      known.add(answer.id)
      const bound = answer.operation ?? (await keys.find(keyOf(answer)))?.operationId
      if (now() > answer.askedAt + takenMs) await store.delete(answer.id)
      else follow({ ...answer, ...(bound !== undefined && { operation: bound }) })
    }
  }

  const keyOf = ({ id }: Pick<AnswerRecord, 'id'>) => `slack ${id}`

  return {
    keyOf,
    async open({ responseUrl, thread }, origin) {
      const answer = { origin, askedAt: now(), ...(thread !== undefined && { thread }) }
      return store.create(answer, (id) => {
        known.add(id)
        return seal.seal(responseUrl, placeOf(id))
      })
    },
    async tellEnd(answer, operation) {
      await store.setOperation(answer.id, operation)
      follow({ ...answer, operation })
    },
    async tell(answer, text) {
      await store.setText(answer.id, text)
      follow({ ...answer, text })
    },
    async close({ id }) {
      await store.delete(id)
      known.delete(id)
    },
    async resume(whenRequeued) {
      requeued = whenRequeued
      await Promise.all([whenRequeued, followAll()])
    },
  }
}

const placeOf = (id: string) => `address of Slack's answer ${id}`
