import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { runs as contract, type Run, type RunLogLine } from '@berth/contract'
import type { FastifyInstance } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { decide } from '../access/decide.ts'
import { actorOf } from '../access/guard.ts'
import type { CredentialWatch } from '../auth/credential-watch.ts'
import { nextPage } from '../http/next-page.ts'
import { ProblemError } from '../http/problem.ts'
import { type Answer, addRoute, answerWith, type RequestContext } from '../http/route.ts'
import { streamAnswer, streamTypeOf } from '../http/streams.ts'
import { plainText } from '../logs/format-lines.ts'
import { invalidQuery } from '../logs/select-lines.ts'
import { keyOf, onceByKey } from '../operations/idempotency.ts'
import type { IdempotencyStore } from '../operations/idempotency-store.ts'
import { waitFor } from '../operations/report.ts'
import { hasEnded } from '../operations/state.ts'
import { absent } from '../projects/file-path.ts'
import { type RunRecord, toRun } from './run.ts'
import type { RunFiles } from './run-files.ts'
import type { RunService } from './run-service.ts'
import type { RunStore } from './run-store.ts'
import { runHeadline, runText } from './run-text.ts'

export interface RunSlice {
  readonly service: RunService
  readonly store: RunStore
  readonly files: RunFiles
  readonly keys: IdempotencyStore
  readonly credentials: CredentialWatch
  /** Rejects with a problem when there is no such project. */
  readonly requireProject: (name: string) => Promise<void>
  readonly now: () => number
}

/** Throw-away runs: starting, waiting, reading, ending, and what they leave. */
export function runRoutes(app: FastifyInstance, slice: RunSlice): void {
  const { service: runs, store, files, keys, requireProject, now } = slice

  addRoute(app, contract.startRun, async ({ params, query, body }, context) => {
    await requireProject(params.project)
    const { request, signal } = context
    const actor = actorOf(context)
    const asked = { ...params, input: body, actor, signal }
    const id = await onceByKey(
      keys,
      { actor, key: keyOf(request.headers['idempotency-key']), request: { run: params.project, body } },
      { now, run: async (idempotencyKey) => (await runs.start({ ...asked, idempotencyKey })).id },
    )
    const answered = answer(slice, id, context)
    if (query.onDisconnect !== 'cancel') return answered
    const reply = await answered
    if (signal.aborted) await runs.cancel(id)
    return reply
  })

  addRoute(app, contract.listRuns, async ({ params, query }, context) => {
    await requireProject(params.project)
    const { cursor, limit = 20, state } = query
    const found = await store.list({ ...params, state, before: cursor, limit: limit + 1 })
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1) : undefined
    if (last !== undefined) context.reply.header('link', nextPage(context.request.url, last.id))
    const shown = page.map(toRun)
    if (context.isText) {
      return answerWith({ status: 200, body: shown.map((run) => `${runHeadline(run, now())}\n`).join('') })
    }
    return { runs: shown, ...(last && { nextCursor: last.id }) }
  })

  addRoute(app, contract.readRun, ({ params }, context) => answer(slice, params.run, context))

  addRoute(app, contract.cancelRun, async ({ params }, context) => {
    requireTheirs(await runs.find(params.run), actorOf(context))
    await runs.cancel(params.run)
    return show(toRun(await runs.find(params.run)), context, now())
  })

  addRoute(app, contract.readRunArtifact, async ({ params }) => {
    const { id, artifacts } = await runs.find(params.run)
    const kept = artifacts.find(({ name, error }) => name === params.name && error === undefined)
    const file = path.join(files.artifactsOf(id), kept?.name ?? '')
    const found = kept && (await stat(file).catch(absent))
    if (kept === undefined || found === undefined) {
      throw new ProblemError('ARTIFACT_NOT_FOUND', `${id} has kept no ${params.name}.`)
    }
    return answerWith({
      status: 200,
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(found.size),
        'content-disposition': `attachment; filename="${kept.name}"`,
      },
      body: createReadStream(file),
    })
  })

  logRoute(app, slice)
}

function logRoute(app: FastifyInstance, { service: runs, credentials }: RunSlice): void {
  addRoute(app, contract.readRunLog, async ({ params, query }, context) => {
    const { service, steps = false, follow = false } = query
    const { request } = await runs.find(params.run)
    const isWanted = (line: RunLogLine) => {
      if (line.stream === 'step') return steps
      if (service !== undefined) return line.service === service
      return line.service === request.service || line.stream === 'build'
    }
    const type =
      streamTypeOf(context.request.headers.accept, contract.readRunLog.streams) ??
      (context.isText ? 'text/plain' : undefined)
    if (type === undefined) {
      if (follow)
        throw invalidQuery(
          'follow',
          'needs an Accept of text/plain, application/x-ndjson or text/event-stream',
        )
      const lines: RunLogLine[] = []
      for await (const batch of runs.readLog(params.run, { follow, signal: context.signal })) {
        lines.push(...batch.filter(isWanted))
      }
      return { lines }
    }
    return streamAnswer(context, credentials, {
      type,
      endsItself: true,
      source: async function* (signal) {
        for await (const batch of runs.readLog(params.run, { follow, signal })) {
          yield batch.filter(isWanted).map(formatOf[type]).join('')
        }
      },
    })
  })
}

const formatOf: Readonly<
  Record<'text/plain' | 'application/x-ndjson' | 'text/event-stream', (line: RunLogLine) => string>
> = {
  'text/plain': ({ text }) => `${plainText(text)}\n`,
  'application/x-ndjson': (line) => `${JSON.stringify(line)}\n`,
  'text/event-stream': (line) => `id: ${line.time}\ndata: ${JSON.stringify(line)}\n\n`,
}

/** Waits as long as the caller prefers, then says how it is: 200, 202 or 424. */
async function answer(
  { service: runs, now }: RunSlice,
  id: string,
  context: RequestContext,
): Promise<Answer> {
  const { waitSeconds, signal, request } = context
  if (waitSeconds !== undefined) await waitFor(runs.ended(id), waitSeconds, signal)
  const run = toRun(await runs.find(id))
  const isOver = hasEnded(run.state)
  const isRead = request.method === 'GET' && waitSeconds === undefined
  const location = `/api/v1/runs/${id}`
  const headers = {
    location,
    ...(waitSeconds !== undefined && { 'preference-applied': `wait=${waitSeconds}` }),
    ...(!isOver && !isRead && { 'retry-after': '5' }),
  }
  if (isRead) return answerWith({ ...show(run, context, now()), headers: {} })
  if (waitSeconds === undefined || !isOver)
    return answerWith({ ...show(run, context, now()), status: 202, headers })
  if (run.state === 'succeeded') return answerWith({ ...show(run, context, now()), headers })
  if (context.isText) return answerWith({ ...show(run, context, now()), status: 424, headers })
  throw new ProblemError('RUN_FAILED', detailOf(run), { run, headers: { location } })
}

const show = (run: Run, { isText, request }: RequestContext, now: number): Answer =>
  answerWith({ status: 200, body: isText ? runText(run, { now, hostname: request.hostname }) : run })

const detailOf = ({ project, service, buildId, exitCode, state, error }: Run) =>
  error?.message ??
  (exitCode === null
    ? `The run ${buildId} of ${project} has ${state}.`
    : `${service} of ${project} exited ${exitCode} in the run ${buildId}.`)

/** @throws a problem, OPERATION_NOT_YOURS, for a run of somebody else. */
function requireTheirs({ id, userId, actor: { user } }: RunRecord, actor: Actor): void {
  if (userId === actor.userId || decide(actor, 'operation:cancel') === 'allowed') return
  throw new ProblemError('OPERATION_NOT_YOURS', `${id} is of ${user}.`)
}
