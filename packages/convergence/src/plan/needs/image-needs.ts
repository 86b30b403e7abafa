import type { ObservedState } from '../../observed/observed-state.ts'
import type { Action } from '../action.ts'
import { formatBytes } from '../format-bytes.ts'
import type { ServiceDecision } from '../restart-dependents.ts'
import type { DiskNeed, ImageNeed, PlanNeeds } from './plan-needs.ts'

/** The images that a plan fetches, and the room that they may take. */
export function imageNeeds(
  decisions: readonly ServiceDecision[],
  { observed, actions }: { readonly observed: ObservedState; readonly actions: readonly Action[] },
): Pick<PlanNeeds, 'images' | 'disk'> & { readonly notices: readonly string[] } {
  const images = new Map<string, ImageNeed>()
  for (const action of actions) {
    if (action.kind !== 'pull-image' && action.kind !== 'build-image') continue
    const by = action.kind === 'pull-image' ? 'pull' : 'build'
    images.set(action.image, imageNeed(action.image, by, { decisions, observed }))
  }
  const needs = [...images.values()].sort((a, b) => (a.image < b.image ? -1 : 1))
  const disk = diskNeed(needs, observed)
  if (disk === undefined) return { images: needs, notices: [] }
  return { images: needs, disk, notices: fullNotices(disk) }
}

function imageNeed(
  image: string,
  by: ImageNeed['by'],
  {
    decisions,
    observed,
  }: { readonly decisions: readonly ServiceDecision[]; readonly observed: ObservedState },
): ImageNeed {
  const services = decisions.map(({ service }) => service).filter((service) => service.image === image)
  const names = services.map(({ name }) => name).sort()
  const present = observed.images[image]
  const replaced = observed.containers
    .filter(({ service, isOneOff }) => !isOneOff && names.includes(service))
    .map(({ details }) => details?.imageBytes ?? 0)
  const aboutBytes = present?.bytes ?? Math.max(0, ...replaced)
  return {
    image,
    by,
    services: names,
    isMissing: present === undefined,
    ...(aboutBytes > 0 && { aboutBytes }),
  }
}

function diskNeed(images: readonly ImageNeed[], { disk }: ObservedState): DiskNeed | undefined {
  if (disk === undefined || images.length === 0) return undefined
  return {
    ...disk,
    aboutBytes: images.reduce((sum, { aboutBytes = 0 }) => sum + aboutBytes, 0),
    unknownImages: images.filter(({ aboutBytes }) => aboutBytes === undefined).length,
  }
}

function fullNotices({ folder, aboutBytes, freeBytes }: DiskNeed): string[] {
  if (freeBytes === undefined || freeBytes >= aboutBytes) return []
  return [
    `The images may need about ${formatBytes(aboutBytes)}, and ${formatBytes(freeBytes)} are free in ${folder}.`,
  ]
}
