import { type Mapping, mapValues, type Node, nodeAt, updateEntry, withEntry } from '../tree.ts'

/**
 * A service's own `scale` is the number of replicas in its `deploy` section too. The two were checked to agree.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#scale
 */
export function shareScale(document: Mapping): Mapping {
  return updateEntry(document, 'services', (services) => mapValues(services, shareServiceScale))
}

function shareServiceScale(service: Node): Node {
  const scale = nodeAt(service, 'scale')
  if (service.kind !== 'mapping' || scale === undefined) return service
  return updateEntry(service, 'deploy', (deploy) =>
    deploy.kind === 'mapping' ? withEntry(deploy, 'replicas', scale) : deploy,
  )
}
