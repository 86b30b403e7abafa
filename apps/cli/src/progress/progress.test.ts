import type { ApplyEvent, Plan } from '@berth/convergence'
import { describe, expect, it } from 'vitest'
import { fakeWorld } from '../testing/fake-world.ts'
import { progressStyle, startProgress } from './progress.ts'

const plan: Plan = {
  project: 'shop',
  kind: 'up',
  actions: [
    {
      kind: 'build-image',
      id: 'build',
      cause: 'it does not exist',
      after: [],
      group: 'image shop-web',
      image: 'shop-web',
      build: { context: '/shop', tags: ['shop-web'] },
    },
  ],
  rollbacks: [],
  services: [],
  objects: [],
  needs: { ports: [], names: [], images: [] },
  notices: [],
  problems: [],
  before: { containers: [], repoDigests: {} },
  digest: '',
}

const events: ApplyEvent[] = [
  { kind: 'action-started', action: 'build', at: 0 },
  { kind: 'action-progress', action: 'build', text: '[2/2] RUN make running' },
  { kind: 'action-output', action: 'build', text: 'compiling\nlinking\n' },
  { kind: 'action-ended', action: 'build', at: 1500, outcome: 'done' },
]

function show(progress: 'tty' | 'plain' | 'json' | 'quiet', env: Record<string, string> = {}) {
  const world = fakeWorld({ env })
  const shown = startProgress({
    plan,
    unchanged: [{ name: 'shop-db-1', state: 'running' }],
    globals: { ansi: undefined, progress },
    world,
    verb: ['Deploying', 'Deployed'],
  })
  for (const event of events) shown.onEvent(event)
  shown.end('succeeded')
  shown.end()
  return { out: world.stdout(), err: world.stderr() }
}

describe('progress', () => {
  it('prints lines in the style of Docker Compose, with the output of builds between them', () => {
    expect(show('plain')).toEqual({
      out: '',
      err: [
        ' Container shop-db-1  Running',
        ' Image shop-web  Building',
        ' shop-web | [2/2] RUN make',
        ' shop-web | compiling',
        ' shop-web | linking',
        ' Image shop-web  Built',
        '',
      ].join('\n'),
    })
  })

  it('prints one JSON object a line', () => {
    const lines = show('json').err.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { id: 'Container shop-db-1', status: 'Running' },
      { id: 'Image shop-web', status: 'Building' },
      { id: 'Image shop-web', status: 'Building', text: '[2/2] RUN make running' },
      { id: 'Image shop-web', status: 'Building', text: 'linking' },
      { id: 'Image shop-web', status: 'Built' },
    ])
  })

  it('says nothing when told to be quiet', () => {
    expect(show('quiet')).toEqual({ out: '', err: '' })
  })

  it('goes to standard output when COMPOSE_STATUS_STDOUT is set', () => {
    expect(show('plain', { COMPOSE_STATUS_STDOUT: '1' })).toMatchObject({
      out: expect.stringContaining('Built'),
      err: '',
    })
  })

  it('draws the table a last time when it is over, and gives the cursor back', () => {
    const { err } = show('tty')
    expect(err).toContain(' Deployed shop  2/2')
    expect(err).toMatch(/✔ Image shop-web +Built/)
    expect(err.endsWith('\u001b[?25h')).toBe(true)
  })
})

describe('lines that others print meanwhile', () => {
  const start = (isTerminal: boolean) => {
    const world = fakeWorld({ env: { COMPOSE_STATUS_STDOUT: '1' }, isTerminal })
    const globals = { ansi: undefined, progress: 'tty' } as const
    const verb = ['Deploying', 'Deployed'] as const
    return { world, progress: startProgress({ plan, unchanged: [], globals, world, verb }) }
  }

  it('stand above the table, and below it when it is over', () => {
    const { world, progress } = start(true)
    progress.outputs.out.write('meanwhile\n')
    expect(world.stdout()).not.toContain('meanwhile')
    progress.end('succeeded')
    progress.outputs.out.write('afterwards\n')
    expect(world.stdout()).toContain('\u001b[Jmeanwhile\n')
    expect(world.stdout()).toMatch(/meanwhile\n.* Deployed shop .*afterwards\n$/s)
  })

  it('are written at once where they are not shown on a terminal', () => {
    const { world, progress } = start(false)
    progress.outputs.out.write('meanwhile\n')
    expect(world.stdout().endsWith('meanwhile\n')).toBe(true)
    progress.end('succeeded')
  })
})

describe('progressStyle', () => {
  it.each([
    { asked: {}, env: {}, isTerminal: true, style: 'tty' },
    { asked: {}, env: {}, isTerminal: false, style: 'plain' },
    { asked: { ansi: 'never' as const }, env: {}, isTerminal: true, style: 'plain' },
    { asked: {}, env: { TERM: 'dumb' }, isTerminal: true, style: 'plain' },
    { asked: {}, env: { COMPOSE_PROGRESS: 'json' }, isTerminal: true, style: 'json' },
    {
      asked: { progress: 'quiet' as const },
      env: { COMPOSE_PROGRESS: 'json' },
      isTerminal: true,
      style: 'quiet',
    },
    { asked: { progress: 'auto' as const }, env: {}, isTerminal: true, style: 'tty' },
  ])('is $style for $asked, $env, terminal $isTerminal', ({ asked, env, isTerminal, style }) => {
    expect(
      progressStyle({ ansi: undefined, progress: undefined, ...asked }, fakeWorld({ env }), isTerminal),
    ).toBe(style)
  })
})
