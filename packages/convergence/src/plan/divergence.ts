import type { DesiredService } from '../desired/desired-state.ts'
import type { ObservedContainer } from '../observed/observed-state.ts'
import type { UpContext } from './context.ts'
import { isActive } from './networks.ts'
import type { PlanUpOptions } from './options.ts'
import { configurationReasons } from './reasons/configuration-reasons.ts'
import { sharedReplacements, wantedHash, withSharedContainers } from './shared-containers.ts'

/** Why a container is not what its service asks for. */
export interface Divergence {
  /** Each in words; never empty. */
  readonly reasons: readonly string[]
  /** It differs only if that action brings another image than the one in use. */
  readonly condition?: { readonly ref: string; readonly from: string }
}

/** `undefined`: the container is up to date (R12-R17). */
export function divergence(
  container: ObservedContainer,
  service: DesiredService,
  context: UpContext,
): Divergence | undefined {
  const { options, named } = context
  if (options.recreate === 'never') return undefined
  const reasons = [
    ...(isRecreationForced(options, named.has(service.name)) ? ['a new container was asked for'] : []),
    ...sharedChange(service, context),
    ...configurationChange(container, service, context),
    ...imageChange(container, service, context),
    ...networkChange(container, service, context),
    ...volumeChange(container, service, context),
  ]
  if (reasons.length > 0) return { reasons }
  return pendingImageChange(container, service, context)
}

function isRecreationForced(options: PlanUpOptions, isNamed: boolean): boolean {
  const { forceRecreate = false, renewAnonVolumes = false, alwaysRecreateDeps = false } = options
  return isNamed ? forceRecreate || renewAnonVolumes : alwaysRecreateDeps
}

function sharedChange(service: DesiredService, context: UpContext): string[] {
  return sharedReplacements(service, context)
    .filter(({ condition }) => condition === undefined)
    .map(({ name, what }) => `${name} is made anew, whose ${what} it shares`)
}

function configurationChange(
  container: ObservedContainer,
  service: DesiredService,
  context: UpContext,
): string[] {
  const wanted = wantedHash(service, context)
  if (wanted === undefined || container.configHash === wanted) return []
  const body = withSharedContainers(service.containers(container.number).body, service, context)
  const { details } = container
  const reasons = details === undefined ? [] : configurationReasons(details, body, context.observed.api)
  return reasons.length > 0 ? reasons : ['configuration changed']
}

/** The id may stand in the label only, or in the container only, depending on who built the image. */
function usesImage({ imageId, imageLabel }: ObservedContainer, id: string): boolean {
  return imageId === id || imageLabel === id
}

function imageChange(container: ObservedContainer, service: DesiredService, { images }: UpContext): string[] {
  const image = images.get(service.name)
  if (image?.id === undefined || usesImage(container, image.id)) return []
  const before = container.details?.config.Image
  if (before !== undefined && before !== service.image) return []
  return [`image ${service.image} has changed`]
}

/** What is stopped is attached when it starts, but only to networks that still have the id it knows. */
function networkChange(
  container: ObservedContainer,
  service: DesiredService,
  { networks }: UpContext,
): string[] {
  return service.networks.flatMap((key) => {
    const network = networks.get(key)
    if (network === undefined) return []
    const attached = container.networks[network.name]
    if (network.change === 'replace' && attached !== undefined) return [`network ${network.name} is replaced`]
    if (attached && attached === network.id) return []
    const isPending = !isActive(container) && !attached
    return isPending ? [] : [`not attached to network ${network.name}`]
  })
}

function volumeChange(
  container: ObservedContainer,
  service: DesiredService,
  { desired }: UpContext,
): string[] {
  const mounted = new Set(container.volumes.map(({ name }) => name))
  return service.volumes.flatMap((key) => {
    const name = desired.volumes.find((volume) => volume.key === key)?.name
    return name === undefined || mounted.has(name) ? [] : [`volume ${name} is not mounted`]
  })
}

function pendingImageChange(
  container: ObservedContainer,
  service: DesiredService,
  context: UpContext,
): Divergence | undefined {
  for (const { name, condition } of sharedReplacements(service, context)) {
    if (condition !== undefined) return { reasons: [`if ${name} is made anew`], condition }
  }
  const image = context.images.get(service.name)
  // What is restored is known beforehand.
  if (image?.action === undefined || image.action.startsWith('restore-image')) return undefined
  const verb = image.action.startsWith('build-image') ? 'the build' : 'the pull'
  return {
    reasons: [`if ${verb} brings another ${service.image}`],
    condition: { ref: image.action, from: image.id ?? container.imageId },
  }
}
