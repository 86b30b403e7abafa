import type { LogLine } from '@berth/contract'
import { type EngineReader, parseMoment } from '@berth/docker-engine'
import { ProblemError } from '../http/problem.ts'
import { type LogSelection, nameOfContainer } from './log-line.ts'

/** What a caller asks for. */
export interface LogQuery {
  readonly service?: string | undefined
  readonly container?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
  readonly tail?: number | 'all'
  readonly grep?: string | undefined
  readonly stream?: LogLine['stream'] | undefined
}

const defaultTail = 200

/** Reads the query of a request; a problem when a moment is none, or the project has no such container. */
export async function selectLines(
  engine: EngineReader,
  { service, container, since, until, tail = defaultTail, grep, stream }: LogQuery,
  { now, ...base }: Pick<LogSelection, 'project' | 'signal' | 'mask'> & { readonly now: number },
): Promise<LogSelection> {
  const selection = {
    ...base,
    service,
    tail,
    grep,
    stream,
    since: momentOf('since', since, now),
    until: momentOf('until', until, now),
  }
  if (container === undefined) return selection
  return { ...selection, container: await nameOfContainer(engine, selection, container) }
}

function momentOf(name: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined
  const moment = parseMoment(text, now)
  if (moment !== undefined) return moment
  throw invalidQuery(name, 'is a time such as 2026-01-02T13:23:37Z, or how long ago, such as 15m')
}

/** The refusal of one parameter of the query. */
export const invalidQuery = (name: string, message: string) =>
  new ProblemError('REQUEST_INVALID', `querystring/${name} ${message}`, {
    errors: [{ pointer: `querystring/${name}`, message }],
  })
