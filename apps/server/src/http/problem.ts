import type { Operation, Problem, Run } from '@berth/contract'
import { isEngineError } from '@berth/docker-engine'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { engineProblemCodes, type ProblemCode, type ProblemKind, problemCodes } from '../problem-codes.ts'
import { prefersText } from './accept.ts'

export interface ProblemOptions {
  /** Instead of the code's own. */
  readonly fix?: string
  readonly errors?: Problem['errors']
  readonly operation?: Operation
  readonly run?: Run
  readonly oldest?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** A refusal or failure that the caller is told of as it is: code, detail and fix reach the wire. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly options: ProblemOptions

  /** @param detail What was tried and what went wrong, in a sentence. */
  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, { cause: options.cause })
    this.code = code
    this.options = options
  }
}

/**
 * The body for anything that was thrown. What is neither ours nor the Engine's nor the request's own fault
 * becomes `INTERNAL` without a word of its message: Prisma's quote queries, others quote paths.
 */
export function toProblem(thrown: unknown, requestId: string): Problem {
  if (thrown instanceof ProblemError) {
    const { fix, errors, operation, run, oldest } = thrown.options
    return problemOf(thrown.code, problemCodes[thrown.code], {
      detail: thrown.message,
      requestId,
      ...(fix !== undefined && { fix }),
      ...(errors && { errors }),
      ...(operation && { operation }),
      ...(run && { run, exitCode: run.exitCode, ...(run.cause && { cause: run.cause }) }),
      ...(oldest !== undefined && { oldest }),
    })
  }
  if (isEngineError(thrown)) {
    const { code, message, fix } = thrown
    return problemOf(code, engineProblemCodes[code], {
      detail: message,
      requestId,
      ...(fix !== undefined && { fix }),
    })
  }
  const refused = toRefusal(thrown)
  if (refused !== undefined)
    return problemOf(refused.code, problemCodes[refused.code], { ...refused.words, requestId })
  return problemOf('INTERNAL', problemCodes.INTERNAL, {
    detail: 'Something failed inside the server. Nothing more was told to keep its secrets.',
    requestId,
  })
}

function problemOf(
  code: string,
  kind: ProblemKind,
  particulars: Pick<
    Problem,
    'detail' | 'fix' | 'requestId' | 'errors' | 'operation' | 'run' | 'exitCode' | 'cause' | 'oldest'
  >,
): Problem {
  const { status, title, fix } = kind
  return {
    type: `/api/docs/errors#${code}`,
    title,
    status,
    code,
    ...(fix !== undefined && { fix }),
    ...particulars,
  }
}

interface Refusal {
  readonly code: ProblemCode
  readonly words: Pick<Problem, 'detail' | 'errors' | 'fix'>
}

/** What Fastify itself refuses: invalid input, unreadable or oversized bodies, too many attempts. */
function toRefusal(thrown: unknown): Refusal | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined
  const { code, statusCode, validation, validationContext, message } = thrown as FastifyError
  if (validation !== undefined) {
    return {
      code: 'REQUEST_INVALID',
      words: {
        detail: message,
        errors: validation.map(({ instancePath, message: words, params }) => ({
          pointer: `${validationContext ?? 'body'}${instancePath}`,
          message: [words ?? 'is not valid', unknownKeyOf(params)].filter(Boolean).join(': '),
        })),
      },
    }
  }
  // What curl's -d sends, unless told otherwise.
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return {
      code: 'REQUEST_INVALID',
      words: {
        detail: 'The body is of a content type that is not taken here.',
        fix: 'Send JSON with `Content-Type: application/json`; with curl, --json instead of -d.',
      },
    }
  }
  if (statusCode === 429) return { code: 'RATE_LIMITED', words: { detail: message } }
  if (statusCode === 413) return { code: 'FILE_TOO_LARGE', words: { detail: message } }
  // 4xx of Fastify speak of the request only.
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? { code: 'REQUEST_INVALID', words: { detail: message } }
    : undefined
}

const unknownKeyOf = (params: Record<string, unknown> | undefined) =>
  typeof params?.additionalProperty === 'string' ? params.additionalProperty : undefined

/** Answers every failure with a problem, and logs those that are ours. */
export function useProblems(app: FastifyInstance): void {
  app.setErrorHandler((thrown, request, reply) => {
    const problem = toProblem(thrown, request.id)
    if (problem.status >= 500)
      request.log.error({ err: thrown, code: problem.code }, 'could not answer a request')
    if (thrown instanceof ProblemError) reply.headers(thrown.options.headers ?? {})
    return sendProblem(request, reply, problem)
  })
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  reply.code(problem.status)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="berth"')
  if (problem.status === 503) reply.header('retry-after', '5')
  if (prefersText(request.headers.accept)) {
    return reply.type('text/plain; charset=utf-8').send(problemText(problem))
  }
  return reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(problem))
}

/** The problem in lines: code and detail, one line per finding, the fix. */
export function problemText({ code, detail, fix, errors = [] }: Problem): string {
  const findings = errors.map(({ file, line, column, pointer, message, frame }) => {
    const place =
      file === undefined ? pointer : [file, line, column].filter((part) => part !== undefined).join(':')
    return frame ?? [place, message].filter(Boolean).join(': ')
  })
  return [`${code}: ${detail}`, ...findings, ...(fix === undefined ? [] : [`fix: ${fix}`]), ''].join('\n')
}
