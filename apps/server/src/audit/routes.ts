import { type AuditChain, type AuditEntry, audit as contract } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { nextPage } from '../http/next-page.ts'
import { addRoute, answerWith } from '../http/route.ts'
import type { AuditStore } from './audit-store.ts'

/** Who asked for what, to be read: nothing here changes it. */
export function auditRoutes(app: FastifyInstance, store: AuditStore): void {
  addRoute(app, contract.listAudit, async ({ query }, { isText, request, reply }) => {
    const { limit = 50, cursor, ...filter } = query
    const before = cursor === undefined ? undefined : Number(cursor)
    const found = await store.list(filter, { before, limit: limit + 1 })
    const entries = found.slice(0, limit)
    const last = found.length > limit ? entries.at(-1) : undefined
    if (last !== undefined) reply.header('link', nextPage(request.url, String(last.seq)))
    if (request.headers.accept?.includes('application/x-ndjson')) return ndjson(entries)
    if (isText) return answerWith({ status: 200, body: entries.map(lineOf).join('') })
    return { entries, ...(last && { nextCursor: String(last.seq) }) }
  })

  addRoute(app, contract.verifyAudit, async (_input, { isText }) => {
    const chain = await store.verify()
    return isText ? answerWith({ status: 200, body: chainText(chain) }) : chain
  })
}

const ndjson = (entries: readonly AuditEntry[]) =>
  answerWith({
    status: 200,
    headers: { 'content-type': 'application/x-ndjson' },
    body: Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
  })

/** Number, time, user, outcome, code, action and target; `-` for none. Pure, and stable: a script may rely on it. */
const lineOf = ({ seq, at, actor, address, outcome, code = '-', action, target }: AuditEntry) =>
  `${[seq, at, actor?.user ?? '-', address, outcome, code, action, target].join(' ')}\n`

const chainText = ({ isWhole, entries, brokenAt, head }: AuditChain) =>
  isWhole ? `whole ${entries} ${head?.hash ?? '-'}\n` : `broken at ${brokenAt} of ${entries}\n`
