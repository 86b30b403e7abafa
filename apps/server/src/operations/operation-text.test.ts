import type { Operation } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { operationText } from './operation-text.ts'

const operation: Operation = {
  id: 'op_01JD000000000000000000000X',
  project: 'shop',
  kind: 'deploy',
  scope: [],
  state: 'succeeded',
  actor: { kind: 'user', name: 'ada', user: 'ada' },
  trigger: 'user',
  alsoFor: [],
  version: 3,
  queuedAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  finishedAt: '2026-01-01T00:00:42.000Z',
  planDigest: '',
  services: [
    { service: 'db', change: 'none', reasons: [] },
    { service: 'web', change: 'recreate', reasons: ['image changed'] },
  ],
  notices: [],
  steps: [
    {
      id: 'start-container:web:1',
      kind: 'start-container',
      group: 'service web 1',
      service: 'web',
      cause: 'image changed',
      state: 'done',
      isRollback: false,
    },
  ],
  rolledBack: [],
  seq: 1,
}

type Status = NonNullable<Operation['result']>['services'][number]

const service = (name: string, state: Status['state'], published?: number): Status => ({
  service: name,
  state,
  running: 1,
  wanted: 1,
  addresses: published === undefined ? [] : [{ published, target: 80, protocol: 'tcp' }],
})

const context = {
  now: Date.parse('2026-01-01T00:01:00.000Z'),
  services: [service('db', 'healthy'), service('web', 'running', 8080)],
  hostname: 'box',
}
const withStep = (state: Operation['steps'][number]['state']) =>
  operation.steps.map((step) => ({ ...step, state }))

describe('operationText', () => {
  it('is a line for the operation and one for each service', () => {
    expect(operationText(operation, context)).toBe(
      `shop deploy SUCCEEDED in 41s (op_01JD000000000000000000000X)
db unchanged healthy
web recreated running http://box:8080
`,
    )
  })

  it('does not say that what was removed is missing', () => {
    const down: Operation = {
      ...operation,
      kind: 'down',
      services: [{ service: 'web', change: 'remove', reasons: [] }],
    }
    expect(operationText(down, { ...context, services: [service('web', 'missing')] })).toBe(
      `shop down SUCCEEDED in 41s (${operation.id})
web removed
`,
    )
  })

  it('goes on with the cause, the fix and the last lines of the container when it failed', () => {
    const failed: Operation = {
      ...operation,
      state: 'failed',
      steps: withStep('failed'),
      rolledBack: ['web'],
      notices: ['service old is an orphan'],
      error: {
        code: 'CONTAINER_EXITED',
        message: 'web exited with code 1.',
        fix: 'Mend it.',
        service: 'web',
        container: 'shop-web-1',
        awaited: 'healthy',
        exitCode: 1,
        restarts: 3,
        logTail: ['starting', 'FATAL: no DB_URL'],
      },
    }
    expect(operationText(failed, context)).toBe(
      `shop deploy FAILED in 41s (op_01JD000000000000000000000X, rolled back web)
cause: web exited 1 before becoming healthy (3 restarts)
fix: Mend it.
db unchanged healthy
web not recreated running http://box:8080
note: service old is an orphan
--- web-1, last 2 lines ---
starting
FATAL: no DB_URL
`,
    )
    const whole = { ...failed, revision: 8, rolledBackTo: 7 }
    expect(operationText(whole, context)).toContain(
      '(op_01JD000000000000000000000X, revision 8, rolled back to 7)',
    )
  })

  it('tells how long it has been running, and no state that nobody knows', () => {
    const { finishedAt, ...rest } = operation
    const running: Operation = { ...rest, state: 'running', steps: withStep('running') }
    expect(operationText(running, { ...context, services: undefined })).toBe(
      `shop deploy RUNNING for 59s (op_01JD000000000000000000000X)
db unchanged
web not recreated
`,
    )
  })

  it('tells how the services were at its end, also when that is long ago', () => {
    const result = { services: [service('web', 'healthy', 9090)] }
    expect(operationText({ ...operation, result }, context)).toContain(
      'web recreated healthy http://box:9090',
    )
  })

  it('tells where a queued one stands, and whose it waits for', () => {
    const { startedAt, finishedAt, ...rest } = operation
    const queued: Operation = {
      ...rest,
      state: 'queued',
      services: [],
      queuePosition: 1,
      waitsFor: { operation: 'op_1', project: 'shop', kind: 'deploy', user: 'grace' },
    }
    expect(operationText(queued, context)).toBe(
      `shop deploy QUEUED for 60s (${operation.id}, position 1 after grace's deploy of shop)\n`,
    )
  })

  it('names the services that were chosen, and what was done to them', () => {
    const restarted: Operation = {
      ...operation,
      kind: 'restart',
      scope: ['web'],
      services: [{ service: 'web', change: 'start', reasons: ['restarted'] }],
    }
    expect(operationText(restarted, context)).toBe(`shop restart web SUCCEEDED in 41s (${operation.id})
web restarted running http://box:8080
`)
  })

  it.each([
    [{ awaited: 'completed' }, 'cause: web exited 3 and did not complete'],
    [{ awaited: 'up', outOfMemory: true }, 'cause: web exited 3 (out of memory)'],
    [{ awaited: 'healthy', restarts: 1 }, 'cause: web exited 3 before becoming healthy (1 restart)'],
  ] as const)('says in a few words why a container failed: %j', (particulars, line) => {
    const error = { code: 'CONTAINER_EXITED', message: 'long', service: 'web', exitCode: 3, ...particulars }
    const text = operationText({ ...operation, state: 'failed', error }, context)
    expect(text.split('\n')[1]).toBe(line)
  })
})
