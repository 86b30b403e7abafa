import type { ApplyResult } from '@berth/convergence'
import { expect, it } from 'vitest'
import { fakeWorld } from '../testing/fake-world.ts'
import { printDiagnostics } from './print-diagnostics.ts'
import { printFailures } from './print-failure.ts'

const failed: ApplyResult = {
  outcome: 'failed',
  actions: {},
  failures: [
    {
      action: 'wait-container:web:1',
      code: 'CONTAINER_EXITED',
      message: 'Service web: container shop-web-1 exited with code 3.',
      container: 'shop-web-1',
      logTail: ['no DATABASE_URL'],
    },
  ],
  containers: [],
  rolledBack: ['web'],
}

it('tells what failed, its last lines, what to do, and what runs again', () => {
  const world = fakeWorld()
  printFailures(failed, world)
  expect(world.stderr().split('\n')).toEqual([
    'error CONTAINER_EXITED: Service web: container shop-web-1 exited with code 3.',
    '  last lines of shop-web-1:',
    '    | no DATABASE_URL',
    '  fix: Mend what its last lines tell, then run the same command again.',
    'The old container of web is running again.',
    '',
  ])
})

it('does not repeat the last lines of what was printed as it came', () => {
  const [failure] = failed.failures
  const failures = failure ? [{ ...failure, service: 'web' }] : []
  const printed = (shown: string) => {
    const world = fakeWorld()
    printFailures({ ...failed, failures }, world, { shown: new Set([shown]) })
    return world.stderr()
  }
  expect(printed('web')).not.toContain('no DATABASE_URL')
  expect(printed('db')).toContain('no DATABASE_URL')
})

it('ends the output of a build that failed', () => {
  const world = fakeWorld()
  const [failure] = failed.failures
  const failures = failure ? [{ ...failure, action: 'build', logTail: [], fix: 'Mend it.' }] : []
  printFailures({ ...failed, failures, rolledBack: [] }, world, {
    outputOf: (action) => (action === 'build' ? ['main.c:3: error'] : []),
  })
  expect(world.stderr()).toContain('  last lines of its output:\n    | main.c:3: error\n  fix: Mend it.\n')
})

it('warns of failures that nothing required', () => {
  const world = fakeWorld()
  printFailures({ ...failed, outcome: 'succeeded', rolledBack: [] }, world)
  expect(world.stderr()).toMatch(/^warning CONTAINER_EXITED/)
})

it('shows paths below the current folder as a user would type them', () => {
  const world = fakeWorld({ cwd: '/home/ada/shop' })
  const finding = { code: 'COMPOSE_UNKNOWN_KEY', severity: 'error', message: 'What?' } as const
  const range = { line: 1, column: 1, length: 1 }
  printDiagnostics(
    {
      diagnostics: [
        { ...finding, range: { ...range, file: '/home/ada/shop/compose.yaml' } },
        { ...finding, range: { ...range, file: '/etc/base.yaml' } },
      ],
      sources: new Map([['/home/ada/shop/compose.yaml', 'x: 1']]),
    },
    world,
  )
  expect(world.stderr()).toContain(
    'compose.yaml:1:1: error COMPOSE_UNKNOWN_KEY: What?\n    1 | x: 1'.replace('    1', '  1'),
  )
  expect(world.stderr()).toContain('/etc/base.yaml:1:1: error')
})

it('stops after twenty findings and says how many there are', () => {
  const world = fakeWorld()
  const diagnostics = Array.from({ length: 23 }, (_, index) => ({
    code: 'COMPOSE_UNKNOWN_KEY',
    severity: index === 22 ? ('error' as const) : ('warning' as const),
    message: `number ${index}`,
  }))
  printDiagnostics({ diagnostics, sources: new Map() }, world)
  expect(world.stderr()).toContain('number 22')
  expect(world.stderr()).toContain('… and 3 more')
})
