import type { Engine } from '../engine.ts'
import { abortedBy, type Connection } from './connection.ts'

/** What the Engine says about itself. */
export const systemCalls = ({ ask }: Connection): Pick<Engine, 'version' | 'apiVersion'> => ({
  version: ({ signal } = {}) =>
    ask({ doing: 'reach the Docker Engine' }, signal, async (docker, api) => {
      // The types lack the options.
      const version = docker.version as (options: object) => ReturnType<typeof docker.version>
      const { Version, Os, Arch } = await version.call(docker, abortedBy(signal))
      return { version: Version, apiVersion: api, os: Os, arch: Arch }
    }),

  apiVersion: ({ signal } = {}) =>
    ask({ doing: 'reach the Docker Engine' }, signal, (_docker, api) => Promise.resolve(api)),
})
