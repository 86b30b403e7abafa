import { textOf } from '../canonical/number-text.ts'
import type { Place } from '../context.ts'
import { isAbsolutePath } from '../paths.ts'
import { rangeOf } from '../source.ts'
import { entriesOf, itemsOf, type Mapping, type Node, nodeAt, textAt } from '../tree.ts'

/**
 * Phase 16: two mounts of a service cannot share a target, and a target is an absolute path.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#volumes
 */
export function checkMounts(document: Mapping, isActive: (name: string) => boolean, place: Place): void {
  for (const [name, { value: service }] of entriesOf(nodeAt(document, 'services'))) {
    if (isActive(name)) checkService(service, name, { ...place, path: ['services', name] })
  }
}

interface Mount extends Pick<Place, 'path'> {
  readonly target: string
  readonly node: Node
}

function checkService(service: Node, name: string, { path, findings }: Place) {
  const first = new Map<string, Mount>()
  for (const mount of mountsOf(service, path)) {
    const { target, node } = mount
    if (!isAbsolutePath(target)) {
      findings.report({
        code: 'COMPOSE_RELATIVE_MOUNT_TARGET',
        message: `The service "${name}" has a mount at "${target}", but the target must be an absolute path.`,
        origin: node.origin,
        path: mount.path,
      })
    }
    const earlier = first.get(target)
    if (earlier === undefined) first.set(target, mount)
    else {
      findings.report({
        code: 'COMPOSE_DUPLICATE_MOUNT',
        message: `The service "${name}" already has a mount at ${target}, from line ${rangeOf(earlier.node.origin).line}.`,
        origin: node.origin,
        path: mount.path,
      })
    }
  }
}

function mountsOf(service: Node, path: Place['path']): Mount[] {
  const volumes = itemsOf(nodeAt(service, 'volumes')).map((node, index) => ({
    target: textAt(node, 'target') ?? '',
    node,
    path: [...path, 'volumes', index],
  }))
  const tmpfs = itemsOf(nodeAt(service, 'tmpfs')).map((node, index) => ({
    target: textOf(node).replace(/:.*$/s, ''),
    node,
    path: [...path, 'tmpfs', index],
  }))
  return [...volumes, ...tmpfs].filter(({ target }) => target !== '')
}
