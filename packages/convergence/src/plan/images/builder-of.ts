import { type BuildImage, label } from '@berth/docker-engine'
import type { DesiredService } from '../../desired/desired-state.ts'
import { canonicalJson } from '../digest.ts'

/**
 * The service whose build makes the image of a service: itself, or the first of the others that builds the same image in
 * the same way; also for a service that has the image and no build (R81).
 */
export function builderOf(service: DesiredService, services: readonly DesiredService[]): DesiredService {
  const own = service.build && keyOf(service.build)
  const builder = services.find(
    ({ image, build }) =>
      image === service.image && build !== undefined && (own === undefined || keyOf(build) === own),
  )
  return builder ?? service
}

/** What is built, whichever service it is for. */
function keyOf({ labels, ...build }: BuildImage): string {
  return canonicalJson({ ...build, labels: { ...labels, [label.service]: '' } })
}
