import type { ObservedContainer, ObservedState, Plan } from '@berth/convergence'

/** Containers of the plan's services that it does not touch. Pure. */
export function unchangedContainers(
  { actions, services }: Plan,
  { containers }: ObservedState,
): ObservedContainer[] {
  const touched = new Set(
    actions.flatMap((action) =>
      'container' in action && 'id' in action.container ? [action.container.id] : [],
    ),
  )
  const concerned = new Set(
    services
      .filter(({ reasons }) => !reasons.includes('not part of this plan'))
      .map(({ service }) => service),
  )
  return containers.filter(
    ({ id, service, isOneOff }) => !isOneOff && concerned.has(service) && !touched.has(id),
  )
}
