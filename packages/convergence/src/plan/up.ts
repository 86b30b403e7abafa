import type { DesiredService, DesiredState } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import { addPreStops } from './around-start.ts'
import { addBarrier } from './barrier.ts'
import { withDigest } from './digest.ts'
import { emitServices } from './emit/emit-services.ts'
import { createGraph } from './graph.ts'
import { needsOf } from './needs/needs-of.ts'
import { objectsOf } from './objects/objects-of.ts'
import type { PlanUpOptions } from './options.ts'
import { orphansOf, planOrphans } from './orphans.ts'
import { otherFolderProblems } from './other-folder.ts'
import type { Plan, PlanProblem } from './plan.ts'
import { prepare } from './prepare.ts'
import { decideReplicas, type ReplicaChange } from './replicas.ts'
import { restartDependents, type ServiceDecision } from './restart-dependents.ts'
import { serviceChanges } from './service-changes.ts'
import { observedSharedContainer, sharedContainer, sharingProblems } from './shared-containers.ts'

/**
 * Plans what makes the observed state the desired one. Pure and deterministic; the same state and
 * options give the same plan, and the plan for a state that is as desired is empty (R0).
 *
 * Whatever can fail without harm comes before the first container is stopped; a replaced container is
 * removed only when its replacement is up.
 *
 * @see RULES.md
 */
export function planUp(desired: DesiredState, observed: ObservedState, options: PlanUpOptions = {}): Plan {
  const graph = createGraph()
  const orphans = orphansOf(desired, observed)
  const { context, notices, problems } = prepare({ desired, observed, options }, { graph, orphans })
  const decisions = decideServices(context)
  const { removed, notices: orphanNotices } = planOrphans(orphans, { options, graph })
  const { rollbacks, preStops, problems: nameProblems } = emitServices(decisions, context, { graph, removed })
  addBarrier(graph)
  addPreStops(graph, preStops)
  const actions = graph.finish()
  const needed = needsOf(decisions, { observed, actions, startsNothing: options.start === false })
  return withDigest(
    {
      project: desired.project,
      kind: 'up',
      actions,
      rollbacks,
      services: serviceChanges(decisions, { desired, orphans, options }),
      objects: objectsOf(decisions, { context, actions, orphans }),
      needs: needed.needs,
      notices: [...notices, ...pausedNotices(decisions), ...orphanNotices, ...needed.notices],
      problems: [
        ...otherFolderProblems(desired, observed, options),
        ...unknownServices(desired, options),
        ...problems,
        ...nameProblems,
        ...sharingProblems(decisions, context),
        ...needed.problems,
      ],
    },
    observed,
  )
}

/** In start order, because what happens to a service may decide about those that share with it or link to it. */
function decideServices(context: ReturnType<typeof prepare>['context']): readonly ServiceDecision[] {
  const selected = new Set(context.selected.map(({ name }) => name))
  for (const { name } of context.desired.services) {
    if (selected.has(name)) continue
    const shared = observedSharedContainer(name, context.observed)
    if (shared !== undefined) context.sharedContainers.set(name, shared)
    context.containerNames.set(name, observedNames(name, context.observed))
  }
  const decisions = context.selected.map((service) => {
    const changes = decideReplicas(service, context)
    const shared = sharedContainer(service, changes)
    if (shared !== undefined) context.sharedContainers.set(service.name, shared)
    context.containerNames.set(service.name, plannedNames(service, changes))
    return { service, changes }
  })
  // What is down while another is replaced would have to be started again.
  return context.options.start === false ? decisions : restartDependents(decisions)
}

function unknownServices(desired: DesiredState, { services = [] }: PlanUpOptions): PlanProblem[] {
  const known = new Set(desired.services.map(({ name }) => name))
  return services
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: 'PLAN_SERVICE_UNKNOWN',
      message: desired.disabledServices.includes(name)
        ? `Service ${name} is switched off by its profiles.`
        : `The project has no service ${name}.`,
      fix: `Choose among: ${[...known].sort().join(', ')}`,
      service: name,
    }))
}

function pausedNotices(decisions: readonly ServiceDecision[]): string[] {
  return decisions.flatMap(({ changes }) =>
    changes.flatMap((change) =>
      change.kind === 'keep' && change.container.state === 'paused'
        ? [
            `${change.container.name} is paused and stays so; unpause it with: docker unpause ${change.container.name}`,
          ]
        : [],
    ),
  )
}

/** As they will be called. */
function plannedNames(service: DesiredService, changes: readonly ReplicaChange[]): string[] {
  return changes.flatMap((change) => {
    if (change.kind === 'remove') return []
    const isKept = change.kind === 'keep' || change.kind === 'start' || change.kind === 'restart'
    return [isKept ? change.container.name : service.containers(change.number).name]
  })
}

const observedNames = (service: string, { containers }: ObservedState): string[] =>
  containers
    .filter((container) => container.service === service && !container.isOneOff)
    .map(({ name }) => name)
