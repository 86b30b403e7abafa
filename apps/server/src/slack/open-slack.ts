import type { Db } from '../db/client.ts'
import { type CommandDependencies, createAnswerCommand } from './answer-command.ts'
import { createAnswerStore } from './answer-store.ts'
import { createOwedAnswers, type OwedAnswers, type OwedDependencies } from './owed-answers.ts'
import { createReceiveCommand } from './receive-command.ts'
import type { SlackSlice } from './routes.ts'
import { createSlackService } from './slack-service.ts'
import { createSlackStore } from './slack-store.ts'

type Dependencies = Omit<CommandDependencies, 'store' | 'owed' | 'keys'> &
  Omit<OwedDependencies, 'store' | 'keys'> & {
    readonly db: Db
    readonly keys: CommandDependencies['keys'] & OwedDependencies['keys']
    readonly allowLoopback?: boolean
  }

/** Puts the parts of Slack together. */
export function openSlack({
  db,
  allowLoopback = false,
  ...dependencies
}: Dependencies): SlackSlice & Pick<OwedAnswers, 'resume'> {
  const store = createSlackStore(db)
  const owed = createOwedAnswers({ ...dependencies, store: createAnswerStore(db) })
  const slack = createSlackService({ ...dependencies, store })
  const answer = createAnswerCommand({ ...dependencies, store, owed })
  const receive = createReceiveCommand({ ...dependencies, store, slack, answer, allowLoopback })
  return { slack, receive, resume: owed.resume }
}
