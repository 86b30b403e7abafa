import type { Run } from '@berth/contract'
import { expect, it } from 'vitest'
import { runText } from './run-text.ts'

const run: Run = {
  id: 'run_1',
  project: 'shop',
  name: 'shop-run-4711',
  buildId: '4711',
  service: 'tests',
  state: 'running',
  exitCode: null,
  actor: { kind: 'token', name: 'ci', user: 'ada' },
  version: 1,
  queuedAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:02Z',
  services: [],
  notes: [],
  logTail: ['testing…'],
  logsUrl: '/api/v1/runs/run_1/logs',
  artifacts: [],
  environment: 'up',
}
const ended = { finishedAt: '2026-01-01T00:01:00Z', durationMs: 41_200, environment: 'gone' } as const

it.each<[string, Partial<Run>, string]>([
  [
    'that goes on',
    {},
    `shop run 4711 tests RUNNING for 8s (run_1)
--- tests, last line ---
testing…
`,
  ],
  [
    'that succeeded, with what it left',
    {
      ...ended,
      state: 'succeeded',
      cause: 'exit',
      exitCode: 0,
      services: [
        {
          service: 'web',
          state: 'running',
          running: 1,
          wanted: 1,
          addresses: [{ published: 32768, target: 80, protocol: 'tcp' }],
        },
      ],
      artifacts: [
        { name: 'junit.xml', path: '/junit.xml', sizeBytes: 12, url: '/a/junit.xml' },
        { name: 'cover', path: '/cover', error: 'There is no /cover in the container.' },
      ],
    },
    `shop run 4711 tests SUCCEEDED in 41s (run_1)
web running http://box:32768
artifact junit.xml 12 bytes /a/junit.xml
artifact cover missing: There is no /cover in the container.
exit 0
`,
  ],
  [
    'that ran out of time and is kept',
    {
      ...ended,
      state: 'failed',
      cause: 'timeout',
      environment: 'kept',
      keptUntil: '2026-01-01T02:01:00Z',
      error: { code: 'RUN_FAILED', message: 'tests had not ended after 40 seconds.', fix: 'Wait.' },
      notes: ['web writes to /srv of the host: shared'],
    },
    `shop run 4711 tests FAILED in 41s (run_1)
cause: tests had not ended after 40 seconds.
fix: Wait.
note: web writes to /srv of the host: shared
note: shop-run-4711 is kept until 2026-01-01T02:01:00Z
--- tests, last line ---
testing…
exit none, timeout
`,
  ],
])('a run %s is told in lines', (_what, changes, lines) => {
  const context = { now: Date.parse('2026-01-01T00:00:10Z'), hostname: 'box' }
  expect(runText({ ...run, ...changes }, context)).toBe(lines)
})
