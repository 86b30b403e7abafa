import type { DesiredService } from '../desired/desired-state.ts'
import type { ObservedState } from '../observed/observed-state.ts'
import type { Graph } from './graph.ts'
import type { ImagePlan } from './images/plan-images.ts'

/**
 * Plans the images that services mount (R2): one that is not here is pulled, unless a service is made from it and
 * brings it anyway. By reference: the action after which the image is there.
 */
export function planImageMounts(
  services: readonly DesiredService[],
  given: {
    readonly observed: ObservedState
    readonly images: ReadonlyMap<string, ImagePlan>
    readonly graph: Graph
  },
): ReadonlyMap<string, string> {
  const { observed, images, graph } = given
  const actions = new Map<string, string>()
  for (const { name, imageMounts } of services) {
    for (const image of imageMounts) {
      if (observed.images[image] !== undefined || actions.has(image)) continue
      const maker = services.find((other) => other.image === image && images.get(other.name)?.action)
      const id = `pull-image:${image}`
      const made = (maker && images.get(maker.name)?.action) ?? (graph.has(id) ? id : undefined)
      const about = { group: `image ${image}`, service: name, cause: 'the image is not here', image }
      actions.set(image, made ?? graph.add({ ...about, kind: 'pull-image', id }))
    }
  }
  return actions
}
