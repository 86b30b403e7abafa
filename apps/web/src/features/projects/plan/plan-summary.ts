import type { PlanView } from '@berth/contract'

type ServiceChange = PlanView['services'][number]
type PlanAction = PlanView['actions'][number]

export interface PlanPart {
  readonly verb: string
  readonly name: string
  readonly cause: string
}

export interface PlanSummary {
  readonly changed: readonly ServiceChange[]
  readonly unchanged: readonly string[]
  /** Images, networks and volumes, in the order of the plan. */
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
export function summarisePlan({ services, actions }: PlanView): PlanSummary {
  const titles = [...new Set(Object.values(verbs).map(({ title }) => title))]
  const itemsOf = (title: string) => {
    const found = actions.filter(({ kind }) => verbs[kind]?.title === title)
    return [...Map.groupBy(found, ({ group }) => group).values()].flatMap(toPart)
  }

  return {
    changed: services.filter(({ change }) => change !== 'none'),
    unchanged: services.filter(({ change }) => change === 'none').map(({ service }) => service),
    parts: titles.map((title) => ({ title, items: itemsOf(title) })).filter(({ items }) => items.length > 0),
    destroyed: [...new Set(actions.flatMap(({ destroys }) => destroys ?? []))],
  }
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
