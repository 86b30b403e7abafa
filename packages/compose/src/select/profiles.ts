import { entriesOf, itemsOf, type Mapping, type Node, nodeAt } from '../tree.ts'

/**
 * Phase 14: which services the active profiles switch on. `*` activates every profile; a service without
 * profiles is always on.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/15-profiles.md
 */
export function selectByProfiles(services: Mapping, active: readonly string[]): ReadonlySet<string> {
  const selected = entriesOf(services).filter(([, { value }]) => isSwitchedOn(value, active))
  return new Set(selected.map(([name]) => name))
}

function isSwitchedOn(service: Node, active: readonly string[]): boolean {
  const profiles = itemsOf(nodeAt(service, 'profiles'))
  if (profiles.length === 0 || active.includes('*')) return true
  return profiles.some((profile) => profile.kind === 'scalar' && active.includes(String(profile.value)))
}
