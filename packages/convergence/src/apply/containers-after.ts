import { label } from '@berth/docker-engine'
import type { Action, ContainerRef } from '../plan/action.ts'
import { type ContainerImage, withRepoDigest } from '../plan/before.ts'
import type { Plan } from '../plan/plan.ts'
import { fetchedImage } from './fetched-image.ts'
import type { Run } from './run.ts'

/**
 * The containers of the project as a run leaves them, sorted by name: those that were there before, and what
 * the actions that were done made of them. Nothing is asked of the Engine.
 */
export function containersAfter(plan: Plan, run: Run): ContainerImage[] {
  const containers = new Map(plan.before.containers.map((container) => [container.id, container]))
  const actions = new Map(
    [...plan.actions, ...plan.rollbacks.flatMap((rollback) => rollback.actions)].map((each) => [
      each.id,
      each,
    ]),
  )
  for (const [id, outcome] of run.outcomes) {
    const action = actions.get(id)
    // What was begun and then skipped was so already.
    const holds = outcome === 'done' || (outcome === 'skipped' && run.begun.has(id))
    if (holds && action !== undefined) follow(action, containers, { plan, run })
  }
  return [...containers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

interface Ran {
  readonly plan: Plan
  readonly run: Run
}

function follow(action: Action, containers: Map<string, ContainerImage>, ran: Ran): void {
  if (action.kind === 'create-container') {
    const made = madeBy(action, ran)
    if (made !== undefined) containers.set(made.id, made)
    return
  }
  if (action.kind !== 'remove-container' && action.kind !== 'rename-container') return
  const container = containers.get(idOf(action.container, ran.run))
  if (container === undefined) return
  if (action.kind === 'remove-container') containers.delete(container.id)
  else containers.set(container.id, { ...container, name: action.to })
}

function madeBy({ id: action, name, body }: Action<'create-container'>, { plan, run }: Ran) {
  const id = run.produced.get(action)
  const image = body.Image
  const imageId = body.Labels[label.image] ?? fetchedImage(image, plan, run.produced)
  if (id === undefined || imageId === undefined) return undefined
  const service = body.Labels[label.service] ?? ''
  const repoDigests = { ...plan.before.repoDigests, ...Object.fromEntries(run.repoDigests) }
  return withRepoDigest({ id, name, service, image, imageId }, repoDigests)
}

const idOf = (container: ContainerRef, { produced }: Run): string =>
  'id' in container ? container.id : (produced.get(container.ref) ?? container.otherwise ?? '')
