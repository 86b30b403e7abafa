import type { DesiredState } from '../desired/desired-state.ts'
import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { withDigest } from './digest.ts'
import type { Graph } from './graph.ts'
import { noNeeds } from './needs/plan-needs.ts'
import { changesOfActions } from './objects/changes-of-actions.ts'
import { otherFolderProblems } from './other-folder.ts'
import type { Plan, PlanProblem, ServiceChange } from './plan.ts'

/** Whose containers a plan is about that makes none: to start, stop, restart, pause, kill or remove them. */
export interface LifecycleOptions {
  /** Only these services. Absent or empty: all. */
  readonly services?: readonly string[]
  /** What the files ask for; orphans are then left alone. Without it the labels alone tell. */
  readonly desired?: Pick<DesiredState, 'project' | 'workingDir' | 'services'>
  /** With `desired`: also what was made of files in another folder under the same project name. */
  readonly adopt?: boolean
}

/** The containers that are meant, in the order of the state; those that others run once are not. */
export function chosenContainers(
  { containers }: ObservedState,
  { services = [], desired }: LifecycleOptions,
): ObservedContainer[] {
  const known = desired && new Set(desired.services.map(({ name }) => name))
  return containers.filter(
    ({ service, isOneOff }) =>
      !isOneOff &&
      (services.length === 0 || services.includes(service)) &&
      (known === undefined || known.has(service)),
  )
}

/** The part of an action that is the same for everything done to one container. */
export function aboutContainer(container: ObservedContainer, cause: string) {
  const { id, name, service, number, isOneOff } = container
  return {
    group: isOneOff ? `container ${name}` : `service ${service} ${number}`,
    service,
    cause,
    container: { id },
    name,
  }
}

/** Tells containers apart also when two have the same number: `web:1:0123456789ab`. */
export const containerKey = ({ service, number, id }: ObservedContainer): string =>
  `${service}:${number}:${id.slice(0, 12)}`

interface Lifecycle {
  readonly kind: Plan['kind']
  readonly observed: ObservedState
  readonly options: LifecycleOptions
  readonly graph: Graph
  /** What becomes of each service that has something to do. */
  readonly change: Pick<ServiceChange, 'change' | 'reasons'>
  /** Services of the choice that have nothing to do, and why. */
  readonly skipped?: readonly ServiceChange[]
  readonly notices?: readonly string[]
  readonly problems?: readonly PlanProblem[]
}

/** Completes a plan that makes no container. */
export function lifecyclePlan(lifecycle: Lifecycle): Plan {
  const { kind, observed, options, graph, change, skipped = [], notices = [], problems = [] } = lifecycle
  const actions = graph.finish()
  const changing = actions.filter(({ kind }) => kind !== 'wait-container')
  const services = new Set(changing.flatMap(({ service }) => service ?? []))
  return withDigest(
    {
      project: observed.project,
      kind,
      actions,
      rollbacks: [],
      services: [...skipped, ...[...services].map((service) => ({ service, ...change }))].sort((a, b) =>
        a.service < b.service ? -1 : 1,
      ),
      objects: changesOfActions(actions, observed),
      needs: noNeeds,
      notices,
      problems: [
        ...(options.desired ? otherFolderProblems(options.desired, observed, options) : []),
        ...problems,
      ],
    },
    observed,
  )
}
