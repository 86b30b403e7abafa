import { expect, it } from 'vitest'
import { isRolledBack } from './ending.ts'
import type { OperationRecord } from './operation.ts'

const step = (kind: string, service: string) =>
  ({ kind, service, state: 'done' }) as OperationRecord['steps'][number]
const failed = (services: string[], rolledBack: string[]) => ({
  // Safe: nothing else of a record is looked at.
  ...({ kind: 'deploy', rolledBack } as unknown as OperationRecord),
  steps: [
    step('pull-image', 'db'),
    step('wait-container', 'db'),
    ...services.map((service) => step('create-container', service)),
  ],
})

it.each([
  ['everything that it changed', ['web'], ['web'], true],
  ['some of what it changed', ['api', 'web'], ['web'], false],
  ['nothing', ['web'], [], false],
])('an operation that brought back %s', (_what, changed, rolledBack, expected) => {
  expect(isRolledBack(failed(changed, rolledBack))).toBe(expected)
})
