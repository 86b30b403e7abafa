import type { Background } from '../background.ts'
import type { EventBus } from '../events/bus.ts'
import type { OperationRecord } from '../operations/operation.ts'
import type { OperationRunner } from '../operations/runner.ts'
import type { Audience } from './audience.ts'
import type { NotificationService } from './notification-service.ts'

export interface FailureDependencies {
  readonly bus: EventBus
  readonly runner: Pick<OperationRunner, 'find'>
  readonly audience: Pick<Audience, 'has'>
  readonly notifications: Pick<NotificationService, 'tell'>
  readonly background: Background
}

/** Scripts are told by the answer that they wait for, and Berth itself tries again. */
const toldKinds: ReadonlySet<OperationRecord['actor']['kind']> = new Set(['user', 'webhook'])

/** Tells users of operations that failed, which they or their webhooks asked for, and that they did not watch. */
export function tellFailures({
  bus,
  runner,
  audience,
  notifications,
  background,
}: FailureDependencies): void {
  bus.listen((event) => {
    if (event.name !== 'operation.changed' || event.payload.state !== 'failed') return
    const record = runner.find(event.payload.id)
    if (record === undefined || !toldKinds.has(record.actor.kind)) return
    const users = [record.userId, ...record.alsoFor.map(({ userId }) => userId)]
    const absent = users.filter((userId) => !audience.has(userId, record.id))
    background.run(async () => {
      for (const userId of absent) await notifications.tell(failureFor(userId, record))
    })
  })
}

/** Of what went wrong, as much as fits into a line. */
const mostLetters = 300

const failureFor = (userId: string, { id, kind, project, error }: OperationRecord) =>
  ({
    userId,
    kind: 'operation-failed',
    project,
    operation: id,
    text: `${kind} of ${project} failed${error === undefined ? '' : `: ${firstLine(error.message)}`}`,
    subject: `operation-failed:${id}`,
  }) as const

function firstLine(message: string): string {
  const [line = ''] = message.split('\n')
  return line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line
}
