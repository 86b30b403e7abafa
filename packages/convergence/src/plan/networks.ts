import type { DesiredNetwork, DesiredService } from '../desired/desired-state.ts'
import type { ObservedContainer, ObservedNetwork, ObservedState } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import type { PlanProblem } from './plan.ts'

/** What happens to a network that a planned service attaches to. */
export interface NetworkPlan {
  readonly name: string
  readonly change: 'keep' | 'create' | 'replace'
  /** Of the network as it is. */
  readonly id?: string
  /** The action that makes it. */
  readonly create?: string
  /** The action that removes the old one. */
  readonly remove?: string
  /** The network as it is, to bring it back. */
  readonly old?: ObservedNetwork
}

export interface NetworkPlans {
  readonly networks: ReadonlyMap<string, NetworkPlan>
  readonly problems: readonly PlanProblem[]
  readonly notices: readonly string[]
}

/** Plans the networks that `services` attach to (R5-R8). */
export function planNetworks(
  wanted: readonly DesiredNetwork[],
  { observed, graph, mayReplace }: NetworkContext,
): NetworkPlans {
  const networks = new Map<string, NetworkPlan>()
  const problems: PlanProblem[] = []
  const notices: string[] = []
  for (const network of wanted) {
    const existing = find(network, observed)
    const problem = problemOf(network, existing)
    if (problem !== undefined) {
      problems.push(problem)
      continue
    }
    const notice = existing && noticeOf(network, existing, observed)
    if (notice !== undefined) notices.push(notice)
    const plan = planNetwork(network, existing, { observed, graph, mayReplace })
    if (plan.notice !== undefined) notices.push(plan.notice)
    networks.set(network.key, plan)
  }
  return { networks, problems, notices }
}

interface NetworkContext {
  readonly observed: ObservedState
  readonly graph: Graph
  /** Whether this plan replaces or removes that container, so that its network may go. */
  readonly mayReplace: (container: ObservedContainer) => boolean
}

/** The networks that `services` attach to, sorted by key. */
export function networksOf(
  services: readonly DesiredService[],
  networks: readonly DesiredNetwork[],
): DesiredNetwork[] {
  const used = new Set(services.flatMap((service) => service.networks))
  return networks.filter(({ key }) => used.has(key))
}

const find = ({ name, external }: DesiredNetwork, { networks }: ObservedState) =>
  networks.find((network) => network.name === name) ??
  (external ? networks.find(({ id }) => id === name) : undefined)

function planNetwork(
  network: DesiredNetwork,
  existing: ObservedNetwork | undefined,
  context: NetworkContext,
): NetworkPlan & { readonly notice?: string } {
  const { name } = network
  if (existing === undefined) {
    const create = createNetwork(network, context.graph, 'it does not exist')
    return { name, change: 'create', create }
  }
  const { id, configHash } = existing
  if (network.external || configHash === undefined || configHash === network.configHash) {
    return { name, change: 'keep', id }
  }
  const holder = context.observed.containers.find(
    (container) => isActive(container) && name in container.networks && !context.mayReplace(container),
  )
  if (holder !== undefined) {
    const notice = `The configuration of network ${name} changed, but ${holder.name} uses it and is not part of this plan: the network stays as it is.`
    return { name, change: 'keep', id, notice }
  }
  return { ...replaceNetwork(network, existing, context.graph), name, change: 'replace', id, old: existing }
}

function replaceNetwork(network: DesiredNetwork, existing: ObservedNetwork, graph: Graph) {
  const remove = graph.add({
    kind: 'remove-network',
    id: `remove-network:${network.key}`,
    group: `network ${network.name}`,
    cause: 'its configuration changed',
    network: existing.id,
    name: network.name,
  })
  const create = createNetwork(network, graph, 'its configuration changed')
  graph.link(create, [remove])
  return { remove, create }
}

function createNetwork(network: DesiredNetwork, graph: Graph, cause: string): string {
  return graph.add({
    kind: 'create-network',
    id: `create-network:${network.key}`,
    group: `network ${network.name}`,
    cause,
    body: network.body,
  })
}

/** Whether a container holds its networks, ports and names against others: it has a process. */
export const isActive = ({ state }: ObservedContainer): boolean =>
  state === 'running' || state === 'paused' || state === 'restarting'

function problemOf(network: DesiredNetwork, existing: ObservedNetwork | undefined): PlanProblem | undefined {
  if (network.external) {
    return existing === undefined ? missing(network) : undefined
  }
  if (existing === undefined || existing.key === network.key) return undefined
  return {
    code: 'PLAN_NETWORK_FOREIGN',
    message: `Network ${network.name} exists, but was not made for network ${network.key} of a Compose project.`,
    fix: `Declare it with external: true, give ${network.key} another name, or remove the existing network.`,
  }
}

const missing = ({ name }: DesiredNetwork): PlanProblem => ({
  code: 'PLAN_NETWORK_MISSING',
  message: `Network ${name} is declared as external, but does not exist.`,
  fix: `Create it with: docker network create ${name}`,
})

function noticeOf(
  network: DesiredNetwork,
  { project }: ObservedNetwork,
  observed: ObservedState,
): string | undefined {
  if (network.external || project === observed.project) return undefined
  return `Network ${network.name} belongs to project ${project ?? '(none)'}; it is used as it is.`
}
