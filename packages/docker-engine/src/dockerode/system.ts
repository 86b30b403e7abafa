import type Docker from 'dockerode'
import type { Engine } from '../engine.ts'
import { abortedBy, type Connection, readJson } from './connection.ts'

/** What the Engine says about itself. */
export const systemCalls = ({
  ask,
}: Connection): Pick<Engine, 'version' | 'apiVersion' | 'dataFolder' | 'keepsPlatforms'> => ({
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
})

interface EngineInfo {
  readonly DockerRootDir: string
  readonly DriverStatus: readonly (readonly [string, string])[] | null
}

/** dockerode's own info takes no signal. */
const readInfo = async (docker: Docker, signal: AbortSignal | undefined): Promise<EngineInfo> =>
  // Safe: in every Engine's answer.
  (await readJson(docker, { method: 'GET', path: '/info', signal })) as EngineInfo
