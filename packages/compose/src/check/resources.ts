import { below, type Place } from '../context.ts'
import { entriesOf, type Mapping, type Node, nodeAt } from '../tree.ts'

/**
 * Phase 13: an external volume is not ours to create, so nothing may say how.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/07-volumes.md#external
 */
export function checkResources(document: Mapping, place: Place): void {
  for (const [name, { value }] of entriesOf(nodeAt(document, 'volumes'))) {
    checkExternal(value, { ...place, path: ['volumes', name] })
  }
}

function checkExternal(resource: Node, place: Place) {
  const external = nodeAt(resource, 'external')
  if (external?.kind !== 'scalar' || external.value !== true) return
  for (const [key, entry] of entriesOf(resource)) {
    if (key === 'external' || key === 'name' || key.startsWith('x-')) continue
    const { path, findings } = below(place, key)
    findings.report({
      code: 'COMPOSE_EXTERNAL_CONFLICT',
      message: `The ${String(path[0]).slice(0, -1)} "${path[1]}" is external, so \`${key}\` has no effect on it.`,
      origin: entry.key,
      path,
    })
  }
}
