import type { ContainerBody, MountBody, VolumeBody } from '@berth/docker-engine'
import type { Judging, Objection } from './finding.ts'
import { judgeHostPath } from './judge-paths.ts'

const attribute = ['volumes']

/** `source:target:options`, where a source with a slash is a folder of the host and else a volume. */
export function judgeBinds(binds: readonly string[], judging: Judging): Objection[] {
  return binds.flatMap((bind) => {
    const [source = '', target, options = ''] = bind.split(':')
    const about = { field: 'HostConfig.Binds', attribute }
    const isPath = target !== undefined && /^[/.~]|[/\\]/.test(source)
    return [
      ...(isPath
        ? judgeHostPath(source, about, judging)
        : target === undefined
          ? []
          : judgeVolumeName(source, about, judging)),
      ...options.split(',').flatMap((option) => judgePropagation(option, source, judging)),
    ]
  })
}

/** Everything but the Engine's own volumes, memory and images. */
export function judgeMounts(mounts: readonly MountBody[], judging: Judging): Objection[] {
  return mounts.flatMap((mount) => {
    const about = { field: 'HostConfig.Mounts', attribute }
    const kind = mount.Type.toLowerCase()
    if (kind === 'volume' || kind === 'tmpfs' || kind === 'image') return judgeVolumeSource(mount, judging)
    return [
      ...judgeHostPath(mount.Source ?? '/', about, judging),
      ...judgePropagation(mount.BindOptions?.Propagation ?? '', mount.Source ?? '', judging),
    ]
  })
}

/** A volume has a name; a path in its place is a bind in disguise. */
function judgeVolumeSource({ Type, Source = '' }: MountBody, judging: Judging): Objection[] {
  if (Type.toLowerCase() === 'image') return []
  const about = { field: 'HostConfig.Mounts', attribute }
  return Source.includes('/')
    ? judgeHostPath(Source, about, judging)
    : judgeVolumeName(Source, about, judging)
}

function judgeVolumeName(
  name: string,
  about: Pick<Objection, 'field' | 'attribute'>,
  { policy, isForeignVolume }: Judging,
): Objection[] {
  if (!isForeignVolume(name)) return []
  const message = `It gets the volume ${name}, which is of another project.`
  return [{ ...about, rule: 'foreignVolumes', verdict: policy.foreignVolumes, value: name, message }]
}

function judgePropagation(option: string, source: string, { policy }: Judging): Objection[] {
  if (!/^r?shared$/i.test(option.trim())) return []
  return [
    {
      rule: 'sharedPropagation',
      verdict: policy.sharedPropagation,
      field: 'HostConfig.Mounts.BindOptions.Propagation',
      attribute,
      message: `What is mounted below ${source} is mounted on the host too.`,
    },
  ]
}

/** A volume that is made: the local driver can mount whatever `mount` can, folders of the host included. */
export function judgeVolume(
  { Driver = 'local', DriverOpts = {} }: VolumeBody,
  judging: Judging,
): Objection[] {
  const about = { field: 'DriverOpts', attribute: ['driver_opts'] }
  if (Driver !== '' && Driver !== 'local') return judgeDriver(Driver, judging)
  const options = Object.fromEntries(
    Object.entries(DriverOpts).map(([name, value]) => [name.toLowerCase(), String(value)]),
  )
  const { type = '', o = '', device = '' } = options
  if (type === '' && o === '' && device === '') return []
  if (type === 'tmpfs' && !/\b(r?bind|move)\b/.test(o)) return []
  const words = o.split(',').map((word) => word.trim().toLowerCase())
  const isBind =
    words.some((word) => ['bind', 'rbind', 'move'].includes(word)) || ['none', 'bind'].includes(type)
  const paths = [
    ...(device.startsWith('/') || isBind ? [device || '/'] : []),
    // Layers of an overlay are folders of the host too.
    ...words.flatMap((word) => /^(?:lower|upper|work)dir=(.*)$/.exec(word)?.[1]?.split(':') ?? []),
  ]
  return [
    ...paths.flatMap((one) => judgeHostPath(one, about, judging)),
    ...words.flatMap((word) => judgePropagation(word, device, judging)),
    ...(isBind ? [] : judgeDriver(type === '' ? 'a device' : type, judging)),
  ]
}

function judgeDriver(driver: string, { policy }: Judging): Objection[] {
  if (policy.volumeDrivers.allowed.includes(driver)) return []
  return [
    {
      rule: 'volumeDrivers',
      verdict: policy.volumeDrivers.others,
      field: 'Driver',
      attribute: ['driver'],
      message: `The volume is not a folder of the Engine, but ${driver}.`,
    },
  ]
}

/** Every host path that the bodies name, for the caller to follow. */
export function hostPathsOf({ HostConfig }: Pick<ContainerBody, 'HostConfig'>): string[] {
  return [
    ...(HostConfig.Binds ?? []).map((bind) => bind.split(':')[0] ?? ''),
    ...(HostConfig.Mounts ?? []).map(({ Source }) => Source ?? ''),
    ...(HostConfig.Devices ?? []).map(({ PathOnHost }) => PathOnHost),
  ].filter((source) => source.includes('/'))
}
