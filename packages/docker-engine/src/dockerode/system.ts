import type Docker from 'dockerode'
import type { Engine } from '../engine.ts'
import type { DiskUsage } from '../shown.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'

/** What the Engine says about itself. */
export const systemCalls = ({
  ask,
}: Connection): Pick<Engine, 'version' | 'apiVersion' | 'dataFolder' | 'keepsPlatforms' | 'diskUsage'> => ({
  version: ({ signal } = {}) =>
    ask({ doing: 'reach the Docker Engine' }, signal, async (docker, api) => {
      // The types lack the options.
      const version = docker.version as (options: object) => ReturnType<typeof docker.version>
      const { Version, Os, Arch } = await version.call(docker, abortedBy(signal))
      return { version: Version, apiVersion: api, os: Os, arch: Arch }
    }),

  apiVersion: ({ signal } = {}) =>
    ask({ doing: 'reach the Docker Engine' }, signal, (_docker, api) => Promise.resolve(api)),

  dataFolder: ({ signal } = {}) =>
    ask({ doing: 'ask the Docker Engine about itself' }, signal, async (docker) => {
      return (await readInfo(docker, signal)).DockerRootDir
    }),

  keepsPlatforms: ({ signal } = {}) =>
    ask({ doing: 'ask the Docker Engine about itself' }, signal, async (docker) => {
      const { DriverStatus } = await readInfo(docker, signal)
      return (DriverStatus ?? []).some(
        ([name, value]) => name === 'driver-type' && value === 'io.containerd.snapshotter.v1',
      )
    }),

  diskUsage: ({ signal } = {}) =>
    ask({ doing: 'measure what lies on the disk of the Docker Engine' }, signal, async (docker) =>
      // Safe: our type picks from what the Engine sends.
      toDiskUsage((await readJson(docker, { method: 'GET', path: '/system/df', signal })) as SentDiskUsage),
    ),
})

type Sent<T> = { readonly [K in keyof T]?: T[K] | null }

/** What there is none of is `null`, and so are labels that were never set. */
interface SentDiskUsage {
  readonly LayersSize: number
  readonly Images: DiskUsage['Images'] | null
  readonly Containers:
    | readonly (Omit<DiskUsage['Containers'][number], 'Labels' | 'SizeRw' | 'Mounts'> &
        Sent<Pick<DiskUsage['Containers'][number], 'Labels' | 'SizeRw' | 'Mounts'>>)[]
    | null
  readonly Volumes:
    | readonly (Pick<DiskUsage['Volumes'][number], 'Name'> & Sent<DiskUsage['Volumes'][number]>)[]
    | null
  readonly BuildCache: DiskUsage['BuildCache'] | null
}

const toDiskUsage = ({ LayersSize, Images, Containers, Volumes, BuildCache }: SentDiskUsage): DiskUsage => ({
  LayersSize,
  Images: Images ?? [],
  Containers: (Containers ?? []).map(({ Labels, SizeRw, Mounts, ...container }) => ({
    ...container,
    Labels: Labels ?? {},
    SizeRw: SizeRw ?? 0,
    Mounts: Mounts ?? [],
  })),
  Volumes: (Volumes ?? []).map(({ Name, Labels, UsageData }) => ({
    Name,
    Labels: Labels ?? {},
    UsageData: UsageData ?? { Size: -1, RefCount: -1 },
  })),
  BuildCache: BuildCache ?? [],
})

interface EngineInfo {
  readonly DockerRootDir: string
  readonly DriverStatus: readonly (readonly [string, string])[] | null
}

/** dockerode's own info takes no signal. */
const readInfo = async (docker: Docker, signal: AbortSignal | undefined): Promise<EngineInfo> =>
  // Safe: in every Engine's answer.
  (await readJson(docker, { method: 'GET', path: '/info', signal })) as EngineInfo
