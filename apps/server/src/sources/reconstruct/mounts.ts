import { type ContainerInspect, label, type MountBody, type VolumeInspect } from '@berth/docker-engine'
import { filled, type Guess, type Section, told, type Value } from './draft.ts'

/** The Engine's name for a volume that nobody named. */
const anonymous = /^[0-9a-f]{64}$/

export interface VolumeNames {
  /** The key of a volume in the file. */
  keyOf(name: string): string
  readonly section: Section
  readonly guesses: readonly Guess[]
}

/** The volumes of the file: those that the project made, and others by their name. */
export function nameVolumes(
  project: string,
  containers: readonly ContainerInspect[],
  volumes: readonly VolumeInspect[],
): VolumeNames {
  const known = new Map(volumes.map((volume) => [volume.Name, volume]))
  const used = containers.flatMap(({ Mounts }) =>
    Mounts.flatMap(({ Type, Name }) =>
      Type === 'volume' && Name !== undefined && !anonymous.test(Name) ? [Name] : [],
    ),
  )
  const keys = new Map<string, string>()
  const section: Record<string, Value> = {}
  const guesses: Guess[] = []
  for (const name of [...new Set(used)].sort()) {
    const volume = known.get(name)
    const isOwn = volume?.Labels[label.project] === project
    const wanted = (isOwn ? volume?.Labels[label.volume] : undefined) ?? name
    const key = Object.hasOwn(section, wanted) ? name : wanted
    keys.set(name, key)
    if (isOwn && volume !== undefined) section[key] = own(project, key, volume)
    else {
      section[key] = { external: true, name }
      guesses.push({ path: ['volumes', key], why: 'nothing says that this project made it.' })
    }
  }
  return { keyOf: (name) => keys.get(name) ?? name, section, guesses }
}

const own = (project: string, key: string, { Name, Driver, Options, Labels }: VolumeInspect): Section => ({
  name: Name === `${project}_${key}` ? undefined : Name,
  driver: Driver === 'local' ? undefined : Driver,
  driver_opts: filled(Options),
  labels: ownLabels(Labels),
})

/** Labels that somebody wrote. */
export const ownLabels = (
  labels: Readonly<Record<string, string>>,
  ofImage: Readonly<Record<string, string>> = {},
): Section | undefined =>
  filled(
    Object.fromEntries(
      Object.entries(labels).filter(
        ([key, value]) => !key.startsWith('com.docker.compose.') && ofImage[key] !== value,
      ),
    ),
  )

type Mount = ContainerInspect['Mounts'][number]

/** What is mounted in a container, without the volumes that its image asks for itself. */
export function mountsOf(
  { Mounts, HostConfig }: ContainerInspect,
  names: VolumeNames,
  ofImage: Readonly<Record<string, object>> | null | undefined,
): Section {
  const asked = new Map((HostConfig.Mounts ?? []).map((mount) => [mount.Target, mount]))
  const shown = new Set(Mounts.map(({ Destination }) => Destination))
  // A tmpfs is in the host's part, with its options.
  const entries = Mounts.filter(({ Type, Destination }) => Type !== 'tmpfs' || asked.has(Destination))
    .filter((mount) => !(isAnonymous(mount) && Object.hasOwn(ofImage ?? {}, mount.Destination)))
    .map((mount) => entryOf(mount, asked.get(mount.Destination), names))
  const unseen = [...asked.values()].filter(({ Target }) => !shown.has(Target))
  const rest = unseen.map((body) =>
    long(body.Type, body.Target, { source: body.Source, body, isWritable: body.ReadOnly !== true }),
  )
  const tmpfs = Object.entries(HostConfig.Tmpfs ?? {}).map(([path, options]) =>
    options === '' ? path : `${path}:${options}`,
  )
  return { volumes: filled([...entries, ...rest]), tmpfs: filled(tmpfs) }
}

const isAnonymous = ({ Type, Name }: Mount) =>
  Type === 'volume' && (Name === undefined || anonymous.test(Name))

/** In the short form where that can say it. */
function entryOf(mount: Mount, body: MountBody | undefined, { keyOf }: VolumeNames): Value {
  const { Type, Name = '', Source, Destination, RW: isWritable } = mount
  if (isAnonymous(mount)) return Destination
  const source = Type === 'volume' ? keyOf(Name) : Source
  const isShort =
    Type === 'volume' ? body?.VolumeOptions === undefined : Type === 'bind' && body === undefined
  if (isShort && !source.includes(':')) return `${source}:${Destination}${isWritable ? '' : ':ro'}`
  return long(Type, Destination, { source: told(source), body, isWritable })
}

function long(
  type: string,
  target: string,
  options: { source: string | undefined; body: MountBody | undefined; isWritable: boolean },
): Section {
  const { source, body, isWritable } = options
  const { VolumeOptions: volume, TmpfsOptions: tmpfs, ImageOptions: image } = body ?? {}
  return {
    type,
    source,
    target,
    read_only: isWritable ? undefined : true,
    bind: type === 'bind' ? bindOf(body) : undefined,
    volume: volume && filled(present({ nocopy: told(volume.NoCopy), subpath: told(volume.Subpath) })),
    tmpfs: tmpfs && filled(present({ size: told(tmpfs.SizeBytes), mode: told(tmpfs.Mode) })),
    image: image?.Subpath ? { subpath: image.Subpath } : undefined,
  }
}

/** Without a body it is in the old form, which makes a missing folder. */
const bindOf = (body: MountBody | undefined): Section => ({
  create_host_path: body?.BindOptions?.CreateMountpoint ?? body === undefined,
  propagation: told(body?.BindOptions?.Propagation),
})

const present = (section: Section): Section =>
  Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined))
