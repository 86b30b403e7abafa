import type { Operation, ServiceStatus } from '@berth/contract'

export interface TextContext {
  /** Epoch milliseconds. */
  readonly now: number
  /** How the services are; absent when nobody knows. */
  readonly services: readonly ServiceStatus[] | undefined
  /** The name under which the caller reached the server, for links. */
  readonly hostname: string
}

/**
 * An operation in lines, for a shell or a chat. Pure, and stable: a script may rely on it.
 *
 * ```text
 * shop deploy SUCCEEDED in 41s (op_…)
 * web recreated healthy http://box:8080
 * ```
 *
 * The first line has the project, the kind, the state in capitals, the seconds it took and the id; then one
 * line per service, what was done to it or not (yet), its state and its addresses. A failure goes on with `cause:` and
 * `fix:`, and the last lines of the container after `--- api-1, last 20 lines ---`.
 */
export function operationText(operation: Operation, context: TextContext): string {
  const lines = [
    headline(operation, context.now),
    ...operation.services.map((row) => serviceLine(row, operation, context)),
    ...operation.notices.map((notice) => `note: ${notice}`),
    ...failureLines(operation),
  ]
  return `${lines.join('\n')}\n`
}

function headline(operation: Operation, now: number): string {
  const { project, kind, state, id, rolledBack, queuedAt, startedAt, finishedAt } = operation
  const begin = Date.parse(startedAt ?? queuedAt)
  const end = finishedAt === undefined ? now : Date.parse(finishedAt)
  const back = rolledBack.length === 0 ? '' : `, rolled back ${rolledBack.join(' ')}`
  const preposition = finishedAt === undefined ? 'for' : 'in'
  return `${project} ${kind} ${state.toUpperCase()} ${preposition} ${Math.round((end - begin) / 1000)}s (${id}${back})`
}

const done: Readonly<Record<Operation['services'][number]['change'], string>> = {
  create: 'created',
  recreate: 'recreated',
  scale: 'scaled',
  start: 'started',
  remove: 'removed',
  none: 'unchanged',
}

function serviceLine(
  { service, change }: Operation['services'][number],
  operation: Operation,
  context: TextContext,
): string {
  const status = context.services?.find(({ name }) => name === service)
  const ports = status?.replicas.flatMap((replica) => replica.ports) ?? []
  const urls = ports
    .filter(({ protocol }) => protocol === 'tcp')
    .map(({ published }) => `http://${context.hostname}:${published}`)
  const what = isDone(operation, service) ? done[change] : `not ${done[change]}`
  // Of what was removed, or never made, it goes without saying.
  const state = status?.state === 'missing' && change !== 'none' ? undefined : status?.state
  return [service, what, state, ...new Set(urls)].filter(Boolean).join(' ')
}

/** Whether everything that the plan had for the service has been done. */
const isDone = ({ steps }: Operation, service: string) =>
  steps.every((step) => step.service !== service || step.state === 'done' || step.state === 'skipped')

/** A chat shows no more at once; the whole tail is in the JSON. */
const textTailLines = 20

function failureLines({ project, error }: Operation): string[] {
  if (error === undefined) return []
  const { message, fix, container } = error
  const logTail = (error.logTail ?? []).slice(-textTailLines)
  const name = container?.startsWith(`${project}-`) ? container.slice(project.length + 1) : container
  return [
    `cause: ${message}`,
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ...(logTail.length === 0
      ? []
      : [
          `--- ${name ?? error.service}, last ${logTail.length === 1 ? 'line' : `${logTail.length} lines`} ---`,
          ...logTail,
        ]),
  ]
}
