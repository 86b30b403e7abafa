import type { PlanView } from '@berth/contract'
import { bytes } from '../../../format/bytes.ts'
import { duration } from '../../../format/duration.ts'

/** What becomes of a service, with what its users notice of it. */
export type ServiceChange = PlanView['services'][number] & {
  /** In words; empty when nobody notices anything. */
  readonly interruption: string
}
type PlanAction = PlanView['actions'][number]

export interface PlanPart {
  readonly verb: string
  readonly name: string
  readonly cause: string
}

export interface PlanSummary {
  readonly changed: readonly ServiceChange[]
  readonly unchanged: readonly string[]
  /** Images, networks and volumes, in the order of the plan; then what it takes of the host. */
  readonly parts: readonly { readonly title: string; readonly items: readonly PlanPart[] }[]
  /** What is lost for good, in words. */
  readonly destroyed: readonly string[]
}

const verbs: Readonly<Record<string, { readonly title: string; readonly verb: string }>> = {
  'pull-image': { title: 'Images', verb: 'Pull' },
  'push-image': { title: 'Images', verb: 'Push' },
  'restore-image': { title: 'Images', verb: 'Restore' },
  'remove-image': { title: 'Images', verb: 'Remove' },
  'build-image': { title: 'Images', verb: 'Build' },
  'create-network': { title: 'Networks', verb: 'Create' },
  'remove-network': { title: 'Networks', verb: 'Remove' },
  'create-volume': { title: 'Volumes', verb: 'Create' },
  'remove-volume': { title: 'Volumes', verb: 'Delete' },
}

/** A plan as a person reads it: what changes, what with, and what is lost. */
export function summarisePlan({ services, actions, objects, needs }: PlanView): PlanSummary {
  const titles = [...new Set(Object.values(verbs).map(({ title }) => title))]
  const itemsOf = (title: string) => {
    const found = actions.filter(({ kind }) => verbs[kind]?.title === title)
    return [...Map.groupBy(found, ({ group }) => group).values()].flatMap(toPart)
  }

  return {
    changed: services
      .filter(({ change }) => change !== 'none')
      .map((each) => ({ ...each, interruption: interruptionOf(each.service, objects) })),
    unchanged: services.filter(({ change }) => change === 'none').map(({ service }) => service),
    parts: [...titles.map((title) => ({ title, items: itemsOf(title) })), hostPart(needs)].filter(
      ({ items }) => items.length > 0,
    ),
    destroyed: [...new Set(actions.flatMap(({ destroys }) => destroys ?? []))],
  }
}

/** What the users of a service notice while its containers are replaced, stopped or removed. */
function interruptionOf(service: string, objects: PlanView['objects']): string {
  const cut = objects.flatMap((each) =>
    each.service === service && each.interrupts ? [each.interrupts] : [],
  )
  if (cut.length === 0) return ''
  if (cut.some(({ atLeastMs }) => atLeastMs === undefined)) return 'It stops, and does not come back.'
  if (cut.every(({ othersRunning }) => othersRunning > 0)) return 'Others of it run on meanwhile.'
  const ms = Math.max(...cut.map(({ atLeastMs = 0 }) => atLeastMs))
  return ms < 1000 ? 'Down for a moment.' : `Down for ${duration(ms)} or longer.`
}

/** What it takes of the host: ports, and room for images. */
function hostPart({ ports, disk }: PlanView['needs']) {
  const free = ports.filter(({ heldBy }) => heldBy === undefined)
  return {
    title: 'Host',
    items: [
      ...(free.length > 0 ? [{ verb: 'Publish', name: free.map(portOf).join(', '), cause: 'free' }] : []),
      ...ports.flatMap((port) =>
        port.heldBy ? [{ verb: 'Publish', name: portOf(port), cause: heldBy(port.heldBy) }] : [],
      ),
      ...(disk && disk.aboutBytes > 0
        ? [{ verb: 'Store', name: `about ${bytes(disk.aboutBytes)}`, cause: roomOf(disk.freeBytes) }]
        : []),
    ],
  }
}

type Port = PlanView['needs']['ports'][number]
const portOf = ({ published, lastPublished }: Port) =>
  lastPublished === undefined ? String(published) : `${published}-${lastPublished}`
const roomOf = (free: number | undefined) => (free === undefined ? '' : `${bytes(free)} free`)

function heldBy(holder: NonNullable<Port['heldBy']>): string {
  if (holder.kind === 'program') return `in use by ${holder.name ?? 'a program of the host'}`
  return holder.givesUp ? `given up by ${holder.name}` : `in use by ${holder.name}`
}

/** What happens to one thing. An image that is built only when it cannot be pulled has two actions. */
function toPart([first, ...others]: readonly PlanAction[]): PlanPart[] {
  if (first === undefined) return []
  const words = others.map(({ kind }) => `or ${verbs[kind]?.verb.toLowerCase()}`)
  const verb = [verbs[first.kind]?.verb, ...words].join(' ')
  return [{ verb, name: subjectOf(first), cause: first.cause }]
}

/** `shop_default` of `create-network:shop_default`. */
const subjectOf = ({ id, kind }: PlanAction) => (id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : id)
