import type { Operation, ServiceStatus } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { operationText } from './operation-text.ts'

const operation: Operation = {
  id: 'op_01JD000000000000000000000X',
  project: 'shop',
  kind: 'deploy',
  state: 'succeeded',
  actor: { kind: 'user', name: 'ada' },
  version: 3,
  queuedAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  finishedAt: '2026-01-01T00:00:42.000Z',
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

const service = (name: string, state: ServiceStatus['state'], published?: number): ServiceStatus => ({
  name,
  image: 'image',
  isBuilt: false,
  isOrphan: false,
  wanted: 1,
  state,
  replicas: [
    {
      container: name,
      name: `shop-${name}-1`,
      number: 1,
      state,
      status: '',
      image: 'image',
      createdAt: '',
      ports: published === undefined ? [] : [{ published, target: 80, protocol: 'tcp' }],
    },
  ],
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
        logTail: ['starting', 'FATAL: no DB_URL'],
      },
    }
    expect(operationText(failed, context)).toBe(
      `shop deploy FAILED in 41s (op_01JD000000000000000000000X, rolled back web)
db unchanged healthy
web not recreated running http://box:8080
note: service old is an orphan
cause: web exited with code 1.
fix: Mend it.
--- web-1, last 2 lines ---
starting
FATAL: no DB_URL
`,
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
})
