import { type ContainerBody, type CreateContainer, label, type MountBody } from '@berth/docker-engine'
import type { Action } from '../../plan/action.ts'
import type { Execute } from './execute-context.ts'

/** Creates a container, with the label that says which image it was made from. */
export const createContainer: Execute<'create-container'> = async (action, { engine, imageId }) => {
  const image = action.body.Labels[label.image] ?? imageId(action.body.Image)
  const { id } = await engine.createContainer(request(action, image))
  return { outcome: 'done', produced: id }
}

function request(action: Action<'create-container'>, image: string | undefined): CreateContainer {
  const { name, platform, body, inherits } = action
  return {
    name,
    ...(platform !== undefined && { platform }),
    body: {
      ...body,
      Labels: { ...body.Labels, ...(image !== undefined && { [label.image]: image }) },
      HostConfig: withInherited(body.HostConfig, inherits),
    },
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
