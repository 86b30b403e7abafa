import type { Place } from '../context.ts'
import { entriesOf, type Mapping, nodeAt, textAt } from '../tree.ts'
import { engineContainerName } from '../validate/formats.ts'

/**
 * Phase 16: a container name can be given once. One that the Engine will refuse is told of.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#container_name
 */
export function checkContainerNames(
  document: Mapping,
  isActive: (name: string) => boolean,
  place: Place,
): void {
  const owners = new Map<string, string>()
  for (const [service, { value }] of entriesOf(nodeAt(document, 'services'))) {
    const containerName = textAt(value, 'container_name')
    if (containerName === undefined || !isActive(service)) continue
    const origin = nodeAt(value, 'container_name')?.origin
    const path = ['services', service, 'container_name']
    const wanted = engineContainerName(containerName, 'string')
    if (wanted !== undefined) {
      place.findings.report({
        code: 'COMPOSE_CONTAINER_NAME_REFUSED',
        message: `The Engine will refuse the container name "${containerName}" of the service "${service}": it must be ${wanted}.`,
        origin,
        path,
      })
    }
    const owner = owners.get(containerName)
    if (owner === undefined) {
      owners.set(containerName, service)
      continue
    }
    place.findings.report({
      code: 'COMPOSE_CONTAINER_NAME_TAKEN',
      message: `The container name "${containerName}" of the service "${service}" is already used by "${owner}".`,
      origin,
      path,
    })
  }
}
