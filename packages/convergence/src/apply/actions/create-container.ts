import { type ContainerBody, label, type MountBody } from '@berth/docker-engine'
import type { HashParts } from '../../desired/desired-state.ts'
import { networkSharerHash } from '../../desired/hash/config-hash.ts'
import type { Execute } from './execute-context.ts'

/** Creates a container, with what only now is known: the ids of its image and of the container it joins. */
export const createContainer: Execute<'create-container'> = async (
  action,
  { engine, imageId, containerId },
) => {
  const { name, platform, inherits, joins } = action
  const body =
    joins === undefined ? action.body : joined(action.body, joins.hashParts, containerId(joins.container))
  const image = body.Labels[label.image] ?? imageId(body.Image)
  const { id } = await engine.createContainer({
    name,
    ...(platform !== undefined && { platform }),
    body: {
      ...body,
      Labels: { ...body.Labels, ...(image !== undefined && { [label.image]: image }) },
      HostConfig: withInherited(body.HostConfig, inherits),
    },
  })
  return { outcome: 'done', produced: id }
}

function joined(body: ContainerBody, hashParts: HashParts, host: string): ContainerBody {
  return {
    ...body,
    Labels: { ...body.Labels, [label.configHash]: networkSharerHash(hashParts, host) },
    HostConfig: { ...body.HostConfig, NetworkMode: `container:${host}` },
  }
}

function withInherited(
  host: ContainerBody['HostConfig'],
  inherits: Readonly<Record<string, string>>,
): ContainerBody['HostConfig'] {
  const taken = Object.entries(inherits).map(
    ([Target, Source]): MountBody => ({ Type: 'volume', Source, Target }),
  )
  if (taken.length === 0) return host
  const others = (host.Mounts ?? []).filter(({ Target }) => !(Target in inherits))
  return { ...host, Mounts: [...others, ...taken] }
}
