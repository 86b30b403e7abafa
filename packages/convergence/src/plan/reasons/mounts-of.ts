import type { HostConfig, MountBody } from '@berth/docker-engine'
import { canonicalJson } from '../digest.ts'

/** Container path to all else that is said of the mount, whichever form said it. */
export function mountsOf(host: {
  readonly Binds?: HostConfig['Binds'] | null
  readonly Mounts?: HostConfig['Mounts'] | null
}): Record<string, string> {
  const binds = (host.Binds ?? []).map(parseBind)
  const mounts = (host.Mounts ?? []).map((mount) => [mount.Target, canonicalJson(comparable(mount))] as const)
  return Object.fromEntries([...binds, ...mounts])
}

/** `source:target:options`; only a source may hold further colons. */
function parseBind(bind: string): readonly [string, string] {
  const [, source, target, options] = /^(.*):([^:]*):([^:]*)$/.exec(bind) ?? []
  return [target ?? bind, canonicalJson({ source, options })]
}

/** An anonymous volume that was carried over has the name of the one it took. */
function comparable({ Target: _target, ...mount }: MountBody) {
  const isCarriedOver = mount.Type === 'volume' && /^[0-9a-f]{64}$/.test(mount.Source ?? '')
  return {
    type: mount.Type,
    source: isCarriedOver ? undefined : mount.Source,
    readOnly: mount.ReadOnly ?? false,
    options: isCarriedOver ? {} : (mount.BindOptions ?? mount.VolumeOptions ?? mount.TmpfsOptions ?? {}),
  }
}
