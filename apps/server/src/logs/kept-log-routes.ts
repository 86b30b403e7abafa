import { logs as contract, type KeptLog } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import { addRoute, answerWith } from '../http/route.ts'
import { nameOf, textOf } from './format-lines.ts'
import type { KeptLogStore } from './kept-log-store.ts'

export interface KeptLogSlice {
  readonly keptLogs: KeptLogStore
  /** Rejects with a problem when there is no such operation. */
  readonly requireOperation: (id: string) => Promise<unknown>
}

/** What containers had printed that are gone. */
export function keptLogRoutes(app: FastifyInstance, { keptLogs, requireOperation }: KeptLogSlice): void {
  addRoute(app, contract.readKeptLogs, async ({ params, query }, { isText }) => {
    await requireOperation(params.operation)
    const all = await keptLogs.list(params.operation)
    const { container } = query
    const containers = container === undefined ? all : all.filter((one) => one.container === container)
    return isText ? answerWith({ status: 200, body: containers.map(keptText).join('') }) : { containers }
  })
}

/** A line that says whose lines follow, then these. Pure. */
function keptText({ container, removedAt, lines, isCut, unreadable }: KeptLog): string {
  const [line] = lines
  const options = { width: line === undefined ? 0 : nameOf(line).length, timestamps: false, color: false }
  const what = unreadable ?? (isCut ? `the last ${lines.length} lines` : `${lines.length} lines`)
  const head = `--- ${container}, removed ${removedAt}, ${what} ---\n`
  return head + lines.map((one) => textOf(one, options)).join('')
}
