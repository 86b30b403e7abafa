import type { Action, ActionOutcome, ApplyEvent, Plan } from '@berth/convergence'
import { describe, expect, it } from 'vitest'
import { advance, type Board, createBoard, type Row } from './board.ts'

const body = { Image: 'nginx', Labels: {}, HostConfig: {} }
const about = { cause: 'no container', after: [], group: 'service web 1', service: 'web' }
const old = { id: 'old' }

const create: Action = {
  ...about,
  kind: 'create-container',
  id: 'create',
  name: 'shop-web-1',
  body,
  inherits: {},
}
const start: Action = {
  ...about,
  kind: 'start-container',
  id: 'start',
  container: { ref: 'create' },
  name: 'shop-web-1',
}
const wait: Action = { ...start, kind: 'wait-container', id: 'wait', until: 'up' }
const stop: Action = { ...about, kind: 'stop-container', id: 'stop', container: old, name: 'shop-web-1' }
const remove: Action = { ...stop, kind: 'remove-container', id: 'remove', volumes: false }
const rename: Action = {
  ...about,
  kind: 'rename-container',
  id: 'rename',
  container: { ref: 'create' },
  from: 'old_shop-web-1',
  to: 'shop-web-1',
}
const restart: Action = { ...stop, kind: 'start-container', id: 'restart' }

const replacing = [{ ...create, name: 'old_shop-web-1' }, stop, start, wait, remove, rename]

const planOf = (actions: readonly Action[], rollback: readonly Action[] = []): Plan => ({
  project: 'shop',
  kind: 'up',
  actions,
  rollbacks:
    rollback.length === 0
      ? []
      : [{ group: 'service web 1', service: 'web', from: 'stop', until: 'wait', actions: rollback }],
  services: [],
  objects: [],
  needs: { ports: [], names: [], images: [] },
  notices: [],
  problems: [],
  before: { containers: [], repoDigests: {} },
  digest: '',
})

const began = (action: string, at = 1): ApplyEvent => ({ kind: 'action-started', action, at })
const ended = (action: string, outcome: ActionOutcome = 'done', at = 2): ApplyEvent => ({
  kind: 'action-ended',
  action,
  at,
  outcome,
  ...(outcome === 'failed' && { failure: { code: 'CONTAINER_EXITED', message: 'It exited with code 3.' } }),
})

/** The states and words that one row goes through, without repeats. */
function story(board: Board, events: readonly ApplyEvent[]): string[] {
  const told: string[] = []
  let now = board
  for (const event of events) {
    now = advance(now, event)
    const row = now.rows.get('service web 1')
    const text = `${row?.state}: ${row?.status}`
    if (text !== told.at(-1)) told.push(text)
  }
  return told
}

const rowAfter = (board: Board, events: readonly ApplyEvent[]): Row | undefined =>
  events.reduce(advance, board).rows.get('service web 1')

describe('board', () => {
  it('tells of a new container in the words of Docker Compose', () => {
    const events = ['create', 'start', 'wait'].flatMap((id) => [began(id), ended(id)])
    expect(story(createBoard(planOf([create, start, wait]), []), events)).toEqual([
      'active: Creating',
      'waiting: Created',
      'active: Starting',
      'waiting: Started',
      'active: Waiting',
      'done: Running',
    ])
  })

  it('tells of a replaced container as one line under its final name', () => {
    const board = createBoard(planOf(replacing), [])
    const events = replacing.flatMap(({ id }) => [began(id), ended(id)])
    expect(rowAfter(board, events)).toMatchObject({
      title: 'Container shop-web-1',
      state: 'done',
      status: 'Recreated',
    })
    expect(story(board, events)).not.toContain('active: Stopping')
  })

  it('tells that the old container is brought back when its replacement fails', () => {
    const board = createBoard(planOf(replacing, [restart]), [])
    const events: ApplyEvent[] = [
      ...['create', 'stop', 'start'].flatMap((id) => [began(id), ended(id)]),
      began('wait'),
      ended('wait', 'failed'),
      ...['remove', 'rename'].map((id) => ended(id, 'cancelled')),
      { kind: 'rollback-started', group: 'service web 1', service: 'web' },
      began('restart'),
      ended('restart'),
    ]
    expect(story(board, events).slice(-3)).toEqual([
      'failed: Error',
      'active: Rolling back',
      'undone: Rolled back',
    ])
  })

  it('keeps the reason of a failure, whatever is cancelled afterwards', () => {
    const board = createBoard(planOf([create, start, wait]), [])
    const events = [
      began('create'),
      ended('create', 'failed'),
      ended('start', 'cancelled'),
      ended('wait', 'cancelled'),
    ]
    expect(rowAfter(board, events)).toMatchObject({ state: 'failed', note: 'It exited with code 3.' })
  })

  it('calls what was never begun cancelled', () => {
    const events = ['create', 'start', 'wait'].map((id) => ended(id, 'cancelled'))
    expect(rowAfter(createBoard(planOf([create, start, wait]), []), events)).toMatchObject({
      state: 'cancelled',
      status: 'Cancelled',
    })
  })

  it('calls a container running whose replacement turned out not to be needed', () => {
    const events = replacing.map(({ id }) => ended(id, 'skipped'))
    expect(rowAfter(createBoard(planOf(replacing), []), events)).toMatchObject({
      state: 'done',
      status: 'Running',
    })
  })

  it('shows the last line of what an action tells while it runs', () => {
    const board = createBoard(planOf([create]), [])
    const told: ApplyEvent = { kind: 'action-output', action: 'create', text: 'one\n two \n\n' }
    expect(rowAfter(board, [began('create'), told])?.note).toBe('two')
    expect(rowAfter(board, [began('create'), told, ended('create')])?.note).toBeUndefined()
  })

  it('starts with the containers that stay as they are', () => {
    const board = createBoard(planOf([]), [{ name: 'shop-db-1', state: 'running' }])
    expect([...board.rows.values()]).toEqual([
      { title: 'Container shop-db-1', state: 'done', status: 'Running' },
    ])
  })
})
