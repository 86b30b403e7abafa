import { ProblemError } from '../http/problem.ts'
import type { Arrived } from '../webhooks/delivery.ts'
import type { AnswerCommand, CommandAnswer } from './answer-command.ts'
import { readSlackCommand, skewMs } from './slack-request.ts'
import type { SlackService } from './slack-service.ts'
import type { SlackStore } from './slack-store.ts'
import { toAsker } from './slack-text.ts'

/**
 * Takes a command of Slack once.
 *
 * @throws a problem, SLACK_REFUSED, when it is not signed as it must be, or came before; nothing is done then.
 */
export type ReceiveCommand = (
  arrived: Pick<Arrived, 'headers' | 'body'>,
  origin: string,
) => Promise<Pick<CommandAnswer, 'reply'> & Partial<CommandAnswer>>

export interface ReceiveDependencies {
  readonly store: Pick<SlackStore, 'noteCommand'>
  readonly slack: Pick<SlackService, 'secret'>
  readonly answer: AnswerCommand
  readonly allowLoopback: boolean
  readonly now: () => number
}

/** @see ReceiveCommand */
export function createReceiveCommand(dependencies: ReceiveDependencies): ReceiveCommand {
  const { store, slack, answer, allowLoopback, now } = dependencies
  return async (arrived, origin) => {
    const secret = await slack.secret()
    if (secret === undefined) throw refused('there is no signing secret.')
    const reading = readSlackCommand(arrived, { secret, now: now(), allowLoopback })
    if (reading.kind === 'refused') throw refused(reading.why)
    if (reading.kind === 'check') return { reply: toAsker('ok') }
    // A clock that is ahead makes one good for twice as long.
    const forget = now() - 3 * skewMs
    if (!(await store.noteCommand(reading.hash, { now: now(), forget }))) throw refused('it came before.')
    return answer(reading.command, origin)
  }
}

const refused = (why: string) => new ProblemError('SLACK_REFUSED', `The command is not believed: ${why}`)
