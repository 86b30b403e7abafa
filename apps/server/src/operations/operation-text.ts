import type { Operation, OperationError, OperationKind } from '@berth/contract'

export interface TextContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** How the services are, of one that has not ended; absent when nobody knows. */
  readonly services: NonNullable<Operation['result']>['services'] | undefined
  /** The name under which the caller reached the server, for links. */
  readonly hostname: string
}

/**
 * An operation in lines, for a shell or a chat. Pure, and stable: a script may rely on it.
 *
 * ```text
 * shop deploy SUCCEEDED in 41s (op_…, revision 7)
 * web recreated healthy http://box:8080
 * ```
 *
 * The first line has the project, the kind, the state in capitals, the seconds it took, the id and the revision. When it
 * failed, `cause:` is the second line and `fix:` may follow. Then comes one line per service: what was done to
 * it or not (yet), its state and its addresses. `note:` lines are what else there is to know. Last come the
 * last lines of the container that failed, after `--- api-1, last 20 lines ---`.
 */
export function operationText(operation: Operation, context: TextContext): string {
  const services = operation.result?.services ?? context.services
  const lines = [
    headline(operation, context.now),
    ...causeLines(operation.error),
    ...operation.services.map((row) => serviceLine(row, operation, { ...context, services })),
    ...operation.notices.map((notice) => `note: ${notice}`),
    ...tailLines(operation),
  ]
  return `${lines.join('\n')}\n`
}

/** The first line of {@link operationText}, without its line break. */
export function headline(operation: Operation, now: number): string {
  const { state, finishedAt } = operation
  const begin = Date.parse(operation.startedAt ?? operation.queuedAt)
  const end = finishedAt === undefined ? now : Date.parse(finishedAt)
  const time = `${finishedAt === undefined ? 'for' : 'in'} ${Math.round((end - begin) / 1000)}s`
  const { project, kind, scope, id } = operation
  const subject = [project, kind, ...scope].join(' ')
  return `${subject} ${state.toUpperCase()} ${time} (${[id, ...remarks(operation)].join(', ')})`
}

function remarks(operation: Operation): string[] {
  const { revision, queuePosition, waitsFor, resumes, resumedBy, recovery } = operation
  const after = waitsFor && ` after ${waitsFor.user}'s ${waitsFor.kind} of ${waitsFor.project}`
  return [
    ...(revision === undefined ? [] : [`revision ${revision}`]),
    ...(queuePosition === undefined ? [] : [`position ${queuePosition}${after ?? ''}`]),
    ...rollbackRemarks(operation),
    ...(resumes === undefined ? [] : [`${recovery === 'undo' ? 'undoes' : 'resumes'} ${resumes}`]),
    ...(resumedBy === undefined ? [] : [`${recovery === 'undo' ? 'undone' : 'resumed'} by ${resumedBy}`]),
  ]
}

function rollbackRemarks({ state, rolledBack, rolledBackTo }: Operation): string[] {
  if (rolledBackTo !== undefined && state !== 'succeeded') return [`rolled back to ${rolledBackTo}`]
  return rolledBack.length === 0 ? [] : [`rolled back ${rolledBack.join(' ')}`]
}

type Row = Operation['services'][number]

const changed: Readonly<Record<Row['change'], string>> = {
  create: 'created',
  recreate: 'recreated',
  scale: 'scaled',
  start: 'started',
  remove: 'removed',
  none: 'unchanged',
}

/** What was done where the plan makes and removes nothing. */
const verbs: Readonly<Partial<Record<OperationKind, string>>> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  pause: 'paused',
  unpause: 'unpaused',
  kill: 'killed',
}

function serviceLine({ service, change }: Row, operation: Operation, context: TextContext): string {
  const status = context.services?.find((each) => each.service === service)
  const urls = (status?.addresses ?? [])
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ published }) => `http://${context.hostname}:${published}`)
  const word = verbs[operation.kind] ?? changed[change]
  const what = isDone(operation, service) ? word : `not ${word}`
  // Of what was removed, or never made, it goes without saying.
  const state = status?.state === 'missing' && change !== 'none' ? undefined : status?.state
  return [service, what, state, ...new Set(urls)].filter(Boolean).join(' ')
}

/** Whether everything that the plan had for the service has been done. */
const isDone = ({ steps }: Operation, service: string) =>
  steps.every((step) => step.service !== service || step.state === 'done' || step.state === 'skipped')

function causeLines(error: OperationError | undefined): string[] {
  if (error === undefined) return []
  return [`cause: ${causeOf(error)}`, ...(error.fix === undefined ? [] : [`fix: ${error.fix}`])]
}

/** In a few words where a container is the cause, else as the error has it. */
function causeOf({
  code,
  message,
  service,
  awaited,
  exitCode,
  restarts,
  outOfMemory,
}: OperationError): string {
  if (code !== 'CONTAINER_EXITED' || service === undefined || exitCode === undefined) return message
  const before = awaited === 'healthy' ? ' before becoming healthy' : ''
  const unfinished = awaited === 'completed' ? ' and did not complete' : ''
  const details = [
    ...(restarts === undefined ? [] : [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`]),
    ...(outOfMemory ? ['out of memory'] : []),
  ]
  const remark = details.length === 0 ? '' : ` (${details.join(', ')})`
  return `${service} exited ${exitCode}${before}${unfinished}${remark}`
}

/** A chat shows no more at once; the whole tail is in the JSON. */
const textTailLines = 20

function tailLines({ project, error }: Operation): string[] {
  const logTail = (error?.logTail ?? []).slice(-textTailLines)
  if (logTail.length === 0) return []
  const { container, service } = error ?? {}
  const name = container?.startsWith(`${project}-`) ? container.slice(project.length + 1) : container
  const count = logTail.length === 1 ? 'line' : `${logTail.length} lines`
  return [`--- ${name ?? service}, last ${count} ---`, ...logTail]
}
