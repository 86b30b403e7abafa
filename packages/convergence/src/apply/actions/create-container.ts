import { type ContainerBody, label, type MountBody } from '@berth/docker-engine'
import { sharedConfigHash } from '../../desired/hash/config-hash.ts'
import { resolveShared } from '../../desired/resolve-shared.ts'
import type { Action } from '../../plan/action.ts'
import type { Execute, ExecuteContext } from './execute-context.ts'

/** Creates a container, with what only now is known: the ids of its image and of the containers it shares with. */
export const createContainer: Execute<'create-container'> = async (
  action,
  { engine, imageId, containerId },
) => {
  const { name, platform, inherits } = action
  const body = withShared(action, containerId)
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

function withShared(
  { body, shares }: Action<'create-container'>,
  containerId: ExecuteContext['containerId'],
): ContainerBody {
  if (shares === undefined) return body
  const ids = Object.entries(shares.containers).map(([service, ref]) => [service, containerId(ref)] as const)
  const containerOf = (service: string) => new Map(ids).get(service)
  const hash = sharedConfigHash(shares.hashParts, containerOf)
  return hash === undefined ? body : resolveShared(body, hash, containerOf)
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
