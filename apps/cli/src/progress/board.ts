import type { Action, ActionOutcome, ApplyEvent, Plan } from '@berth/convergence'
import type { ContainerState } from '@berth/docker-engine'
import { type Group, groupsOf } from './group.ts'
import { wordsOf } from './words.ts'

/** One line of progress as it stands. Times are epoch milliseconds. */
export interface Row {
  readonly title: string
  readonly state: 'waiting' | 'active' | 'done' | 'failed' | 'cancelled' | 'undone'
  /** One word, for example `Starting`; empty while nothing has begun. */
  readonly status: string
  /** More about what goes on now: a layer, a build step, the reason of a failure. */
  readonly note?: string
  readonly startedAt?: number
  readonly endedAt?: number
}

/** Everything that progress shows; plain data, replaced by each event. */
export interface Board {
  readonly rows: ReadonlyMap<string, Row>
  /** Action id to the group it belongs to; those of rollbacks too. */
  readonly actions: ReadonlyMap<string, { readonly action: Action; readonly group: Group }>
  /** How the actions that have ended did. */
  readonly outcomes: ReadonlyMap<string, ActionOutcome>
  /** Groups whose old container is being brought back. */
  readonly rollingBack: ReadonlySet<string>
}

/** A container that the plan leaves as it is. */
export interface Unchanged {
  readonly name: string
  readonly state: ContainerState
}

/** A board before the first event. */
export function createBoard(plan: Plan, unchanged: readonly Unchanged[]): Board {
  const groups = groupsOf(plan)
  const byId = new Map(groups.map((group) => [group.id, group]))
  const steps = groups.flatMap((group) => group.actions.map((action) => ({ action, group })))
  const rollbacks = plan.rollbacks.flatMap(({ group: id, actions }) =>
    actions.map((action) => ({ action, group: byId.get(id) ?? loneGroup(id, action) })),
  )
  return {
    rows: new Map<string, Row>([
      ...unchanged.map(({ name, state }): [string, Row] => [
        `unchanged ${name}`,
        { title: `Container ${name}`, state: 'done', status: capitalised(state) },
      ]),
      ...groups.map(({ id, title }): [string, Row] => [id, { title, state: 'waiting', status: '' }]),
    ]),
    actions: new Map([...rollbacks, ...steps].map((step) => [step.action.id, step])),
    outcomes: new Map(),
    rollingBack: new Set(),
  }
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

const loneGroup = (id: string, action: Action): Group => ({
  id,
  title: id,
  replaces: false,
  actions: [action],
})

/** The board after an event. Pure. */
export function advance(board: Board, event: ApplyEvent): Board {
  if (event.kind === 'rollback-started') return startRollback(board, event.group)
  const step = board.actions.get(event.action)
  if (step === undefined) return board
  const { action, group } = step
  const row = board.rows.get(group.id) ?? { title: group.title, state: 'waiting', status: '' }
  switch (event.kind) {
    case 'action-started':
      return withRow(board, group.id, begin(row, { action, group, at: event.at, board }))
    case 'action-progress':
      return withRow(board, group.id, { ...row, note: event.text })
    // The same is told as progress.
    case 'action-step':
      return board
    case 'action-output':
      return withRow(board, group.id, { ...row, note: lastLine(event.text) ?? row.note ?? '' })
    case 'action-ended':
      return end(board, { ...event, row, step })
  }
}

const lastLine = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '')

const withRow = (board: Board, id: string, row: Row): Board => ({
  ...board,
  rows: new Map(board.rows).set(id, row),
})

interface Beginning {
  readonly action: Action
  readonly group: Group
  readonly at: number
  readonly board: Board
}

function begin({ title, status, startedAt }: Row, { action, group, at, board }: Beginning): Row {
  const { doing } = board.rollingBack.has(group.id)
    ? { doing: 'Rolling back' }
    : wordsOf(action, group.replaces)
  return { title, state: 'active', status: doing ?? status, startedAt: startedAt ?? at }
}

type Ended = Extract<ApplyEvent, { kind: 'action-ended' }> & {
  readonly row: Row
  readonly step: { readonly action: Action; readonly group: Group }
}

function end(board: Board, { action: id, outcome, failure, at, row, step }: Ended): Board {
  const outcomes = new Map(board.outcomes).set(id, outcome)
  const next = { ...board, outcomes }
  const { action, group } = step
  if (outcome === 'failed') {
    return withRow(next, group.id, {
      ...withoutNote(row),
      state: 'failed',
      status: 'Error',
      ...(failure && { note: failure.message }),
      endedAt: at,
    })
  }
  if (row.state === 'failed') return next
  if (board.rollingBack.has(group.id)) return withRow(next, group.id, endRollback(next, { row, group, at }))
  const word = outcome === 'done' ? wordsOf(action, group.replaces).done : undefined
  const settled = { ...withoutNote(row), status: word ?? row.status }
  const isOver = group.actions.every((member) => outcomes.has(member.id))
  return withRow(
    next,
    group.id,
    isOver ? conclude(settled, { group, outcomes, at }) : { ...settled, state: 'waiting' },
  )
}

const withoutNote = ({ note: _note, ...row }: Row): Row => row

function conclude(
  row: Row,
  { group, outcomes, at }: { group: Group; outcomes: Board['outcomes']; at: number },
): Row {
  const all = group.actions.map(({ id }) => outcomes.get(id))
  if (all.includes('cancelled'))
    return { ...row, state: 'cancelled', status: row.status || 'Cancelled', endedAt: at }
  if (group.replaces) {
    const isReplaced = all.includes('done')
    return { ...row, state: 'done', status: isReplaced ? 'Recreated' : 'Running', endedAt: at }
  }
  return { ...row, state: 'done', status: row.status || 'Unchanged', endedAt: at }
}

function startRollback(board: Board, id: string): Board {
  const row = board.rows.get(id)
  const rollingBack = new Set(board.rollingBack).add(id)
  if (row === undefined) return { ...board, rollingBack }
  const { endedAt: _endedAt, ...rest } = withoutNote(row)
  return { ...withRow(board, id, { ...rest, state: 'active', status: 'Rolling back' }), rollingBack }
}

function endRollback(board: Board, { row, group, at }: { row: Row; group: Group; at: number }): Row {
  const own = [...board.actions.values()].filter(
    (step) => step.group.id === group.id && !group.actions.includes(step.action),
  )
  const isOver = own.every(({ action }) => board.outcomes.has(action.id))
  return isOver ? { ...withoutNote(row), state: 'undone', status: 'Rolled back', endedAt: at } : row
}
