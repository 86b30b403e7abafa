import { ulid } from 'ulid'
import type { Db } from '../db/client.ts'

/** An answer that Slack is owed. */
export interface AnswerRecord {
  readonly id: string
  /** Sealed. */
  readonly responseUrl: string
  readonly thread?: string
  /** Scheme and host under which Slack reached the server. */
  readonly origin: string
  /** Epoch milliseconds. */
  readonly askedAt: number
  /** The operation whose end is told; absent while it is not known. */
  readonly operation?: string
  /** What is told where there is no operation; absent while it is not known. */
  readonly text?: string
}

/** Answers that Slack is owed, until it has them. */
export interface AnswerStore {
  list(): Promise<AnswerRecord[]>
  /** @param seal Seals the address for the id that it is given. */
  create(
    answer: Omit<AnswerRecord, 'id' | 'responseUrl'>,
    seal: (id: string) => string,
  ): Promise<AnswerRecord>
  setOperation(id: string, operation: string): Promise<void>
  setText(id: string, text: string): Promise<void>
  delete(id: string): Promise<void>
}

export function createAnswerStore(db: Db): AnswerStore {
  return {
    async list() {
      return (await db.slackAnswer.findMany({ orderBy: { id: 'asc' } })).map(
        ({ thread, operation, text, askedAt, ...row }) => ({
          ...row,
          askedAt: askedAt.getTime(),
          ...(thread !== null && { thread }),
          ...(operation !== null && { operation }),
          ...(text !== null && { text }),
        }),
      )
    },
    async create(answer, seal) {
      const id = `sa_${ulid(answer.askedAt)}`
      const record = { ...answer, id, responseUrl: seal(id) }
      await db.slackAnswer.create({ data: { ...record, askedAt: new Date(answer.askedAt) } })
      return record
    },
    async setOperation(id, operation) {
      await db.slackAnswer.updateMany({ where: { id }, data: { operation } })
    },
    async setText(id, text) {
      await db.slackAnswer.updateMany({ where: { id }, data: { text } })
    },
    async delete(id) {
      await db.slackAnswer.deleteMany({ where: { id } })
    },
  }
}
