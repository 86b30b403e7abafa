import type { ObservedContainer } from '../observed/observed-state.ts'

/** Whether a container was made to depend on a service, as its label says. */
export const dependsOnService = ({ dependsOn }: ObservedContainer, service: string): boolean =>
  dependsOn.some((dependency) => dependency.service === service)

/** Dependents first. A cycle, which only edited labels can have, ends in name order. */
export function inStopOrder(containers: readonly ObservedContainer[]): ObservedContainer[] {
  const order: ObservedContainer[] = []
  const visited = new Set<string>()
  const visit = (service: string) => {
    if (visited.has(service)) return
    visited.add(service)
    for (const other of containers) if (dependsOnService(other, service)) visit(other.service)
    order.push(...containers.filter((container) => container.service === service))
  }
  for (const { service } of containers) visit(service)
  return order
}

/** Dependencies first; containers of one service stay in their order. A cycle ends in name order. */
export function inStartOrder(containers: readonly ObservedContainer[]): ObservedContainer[] {
  const order: ObservedContainer[] = []
  const visited = new Set<string>()
  const visit = (service: string) => {
    if (visited.has(service)) return
    visited.add(service)
    const own = containers.filter((container) => container.service === service)
    for (const { dependsOn } of own) for (const dependency of dependsOn) visit(dependency.service)
    order.push(...own)
  }
  for (const { service } of containers) visit(service)
  return order
}
