import type { ObservedContainer, ObservedState } from '../observed/observed-state.ts'
import { addFiles, addPostStart, saidOf } from './around-start.ts'
import { createGraph, type Graph } from './graph.ts'
import {
  aboutContainer,
  chosenContainers,
  containerKey,
  type LifecycleOptions,
  lifecyclePlan,
} from './lifecycle.ts'
import { isActive } from './networks.ts'
import { inStartOrder } from './order.ts'
import type { Plan, PlanProblem } from './plan.ts'
import { emitBeginnings } from './start-order-waits.ts'

/**
 * Plans what starts the containers that do not run, and of chosen services also what they depend on,
 * dependencies first (R47). It makes no container and changes none. Pure and deterministic.
 */
export function planStart(observed: ObservedState, options: LifecycleOptions = {}): Plan {
  const graph = createGraph()
  const services = withDependencies(observed, options)
  const containers = inStartOrder(chosenContainers(observed, { ...options, services }))
  const isBegun = (container: ObservedContainer) => !isActive(container)
  emitBeginnings({
    graph,
    containers,
    edges: ({ dependsOn }) => dependsOn,
    isBegun,
    begin: (container, after) =>
      isBegun(container)
        ? addStart(graph, container, { after, said: saidOf(container, options.desired) })
        : undefined,
  })
  return lifecyclePlan({
    kind: 'up',
    observed,
    options,
    graph,
    change: { change: 'start', reasons: ['it does not run'] },
    notices: [...missingNotices(observed, { ...options, services }), ...pausedNotices(containers)],
    problems: noContainerProblems(observed),
  })
}

/** With its files before and its hooks after, as the files say. */
function addStart(
  graph: Graph,
  container: ObservedContainer,
  { after, said }: { readonly after: readonly string[]; readonly said: ReturnType<typeof saidOf> },
): string {
  const about = aboutContainer(container, 'it does not run')
  const key = containerKey(container)
  const copied = addFiles(graph, { ...about, key }, { files: said.files, after: [] })
  const started = graph.add({ ...about, kind: 'start-container', id: `start-container:${key}` }, [
    ...after,
    ...copied,
  ])
  return addPostStart(graph, { ...about, key }, { hooks: said.hooks, started })
}

/** By the files where there are some, else by the labels. */
function withDependencies({ containers }: ObservedState, { services = [], desired }: LifecycleOptions) {
  const found = new Set(services)
  const queue = [...services]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const sources =
      desired === undefined ? containers.filter(isOf(next)) : desired.services.filter(named(next))
    const fresh = sources
      .flatMap(({ dependsOn }) => dependsOn.map(({ service }) => service))
      .filter((service) => !found.has(service))
    for (const service of fresh) found.add(service)
    queue.push(...fresh)
  }
  return [...found]
}

const isOf = (service: string) => (container: ObservedContainer) => container.service === service

const named = (service: string) => (desired: { readonly name: string }) => desired.name === service

/** Nothing was ever made: there is nothing to start. */
function noContainerProblems({ containers, project }: ObservedState): PlanProblem[] {
  if (containers.some(({ isOneOff }) => !isOneOff)) return []
  return [
    {
      code: 'PLAN_NO_CONTAINER',
      message: `No container found for project "${project}": there is nothing to start.`,
      fix: 'Make its containers with berth up, or berth create.',
    },
  ]
}

function missingNotices(
  { containers }: ObservedState,
  { services = [], desired }: LifecycleOptions,
): string[] {
  const wanted = (desired?.services ?? []).filter(
    ({ name, replicas }) => replicas > 0 && (services.length === 0 || services.includes(name)),
  )
  const missing = wanted.filter(({ name }) => !containers.some(isOf(name))).map(({ name }) => name)
  if (missing.length === 0 || containers.length === 0) return []
  return [`No container to start of: ${missing.join(', ')}. Make them with berth up, or berth create.`]
}

const pausedNotices = (containers: readonly ObservedContainer[]): string[] =>
  containers
    .filter(({ state }) => state === 'paused')
    .map(({ name, service }) => `${name} is paused and stays so; let it go on with: berth unpause ${service}`)
