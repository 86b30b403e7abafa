import type { Step, StepState } from '@berth/contract'

/** One line of progress: everything that happens to one container, network, volume or image. */
export interface TimelineGroup {
  readonly id: string
  /** `service`, `network`, … */
  readonly type: string
  readonly name: string
  readonly service: string | undefined
  readonly isRollback: boolean
  readonly state: StepState
  /** `Creating`, `Healthy`, …: what is going on, or how it ended. */
  readonly phase: string
  readonly progress: string | undefined
  readonly startedAt: string | undefined
  /** Absent while anything of it can still happen. */
  readonly finishedAt: string | undefined
  readonly steps: readonly Step[]
}

/** What a kind of step is called while it runs and once it is done. */
const verbs: Readonly<Record<string, readonly [doing: string, done: string]>> = {
  'pull-image': ['Pulling', 'Pulled'],
  'push-image': ['Pushing', 'Pushed'],
  'restore-image': ['Restoring', 'Restored'],
  'remove-image': ['Removing', 'Removed'],
  'build-image': ['Building', 'Built'],
  'create-network': ['Creating', 'Created'],
  'remove-network': ['Removing', 'Removed'],
  'create-volume': ['Creating', 'Created'],
  'remove-volume': ['Deleting', 'Deleted'],
  'create-container': ['Creating', 'Created'],
  'copy-files': ['Copying configs and secrets', 'Copied configs and secrets'],
  'run-hook': ['Running hook', 'Hook has run'],
  'start-container': ['Starting', 'Started'],
  'wait-container': ['Waiting', 'Ready'],
  'stop-container': ['Stopping', 'Stopped'],
  'remove-container': ['Removing', 'Removed'],
  'rename-container': ['Renaming', 'Renamed'],
  'restart-container': ['Restarting', 'Restarted'],
  'pause-container': ['Pausing', 'Paused'],
  'unpause-container': ['Unpausing', 'Unpaused'],
  'kill-container': ['Killing', 'Killed'],
}

export const doing = (kind: string): string => verbs[kind]?.[0] ?? kind
export const done = (kind: string): string => verbs[kind]?.[1] ?? kind

/** The steps of an operation by group, in the order in which the groups first appear. */
export function toTimeline(steps: readonly Step[]): readonly TimelineGroup[] {
  const groups = new Map<string, Step[]>()
  for (const step of steps) {
    const id = step.isRollback ? `rollback ${step.group}` : step.group
    groups.set(id, [...(groups.get(id) ?? []), step])
  }
  return [...groups].map(([id, own]) => toGroup(id, own))
}

function toGroup(id: string, steps: readonly Step[]): TimelineGroup {
  const state = stateOf(steps)
  const [first] = steps
  const group = first?.group ?? id
  const space = group.indexOf(' ')
  const starts = steps.flatMap(({ startedAt }) => startedAt ?? []).toSorted()
  const ends = steps.flatMap(({ finishedAt }) => finishedAt ?? []).toSorted()
  const running = steps.findLast((step) => step.state === 'running')
  return {
    id,
    type: space < 0 ? '' : group.slice(0, space),
    name: group.slice(space + 1),
    service: first?.service,
    isRollback: first?.isRollback ?? false,
    state,
    phase: phaseOf(state, steps),
    progress: running?.progress,
    startedAt: starts[0],
    finishedAt: state === 'running' || state === 'pending' ? undefined : ends.at(-1),
    steps,
  }
}

/** Without failures that a later step made good: an image that could not be pulled was built. */
const thatCount = (steps: readonly Step[]): readonly Step[] =>
  steps.filter(
    ({ state }, at) =>
      state !== 'failed' ||
      !steps.slice(at + 1).some((later) => later.state === 'running' || later.state === 'done'),
  )

/** Failed if anything is; running if anything is or if some are done and some to come. */
function stateOf(steps: readonly Step[]): StepState {
  const states = new Set(thatCount(steps).map(({ state }) => state))
  if (states.has('failed')) return 'failed'
  if (states.has('running')) return 'running'
  if (states.has('pending')) return states.size === 1 ? 'pending' : 'running'
  if (states.has('cancelled')) return 'cancelled'
  return states.has('done') ? 'done' : 'skipped'
}

/** The last step of a replacement renames the new container: true, and not what anybody wants to read. */
const isReplacement = (steps: readonly Step[]) =>
  ['create-container', 'remove-container'].every((kind) =>
    steps.some((step) => step.kind === kind && step.state === 'done'),
  )

function phaseOf(state: StepState, steps: readonly Step[]): string {
  if (state === 'pending') return 'Pending'
  if (state === 'cancelled') return 'Not begun'
  if (state === 'skipped') return 'Unchanged'
  if (state === 'failed') return 'Failed'
  const running = steps.findLast((step) => step.state === 'running')
  if (running !== undefined) return `${doing(running.kind)}…`
  if (state === 'done' && isReplacement(steps)) return 'Recreated'
  const last = steps.findLast((step) => step.state === 'done')
  return last === undefined ? 'Waiting…' : done(last.kind)
}
