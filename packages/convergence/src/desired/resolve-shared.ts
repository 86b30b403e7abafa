import { type ContainerBody, label } from '@berth/docker-engine'

/** Puts ids where the body names services, and the hash that has them in it. */
export function resolveShared(
  body: ContainerBody,
  hash: string,
  containerOf: (service: string) => string | undefined,
): ContainerBody {
  const resolve = (text: string, prefix: string) => {
    const id = text.startsWith('service:') ? containerOf(text.slice('service:'.length)) : undefined
    return id === undefined ? text : `${prefix}${id}`
  }
  const { NetworkMode, IpcMode, PidMode, VolumesFrom } = body.HostConfig
  return {
    ...body,
    Labels: { ...body.Labels, [label.configHash]: hash },
    HostConfig: {
      ...body.HostConfig,
      ...(NetworkMode !== undefined && { NetworkMode: resolve(NetworkMode, 'container:') }),
      ...(IpcMode !== undefined && { IpcMode: resolve(IpcMode, 'container:') }),
      ...(PidMode !== undefined && { PidMode: resolve(PidMode, 'container:') }),
      ...(VolumesFrom && { VolumesFrom: VolumesFrom.map((from) => resolve(from, '')) }),
    },
  }
}
