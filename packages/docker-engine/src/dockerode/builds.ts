import type { Engine } from '../engine.ts'
import { requireApi } from './api-version.ts'
import type { BuildCredentials } from './build/build-image.ts'
import type { Connection } from './connection.ts'
import type { ProxySource } from './proxies.ts'

/** Builds. gRPC and protobuf are loaded with the first one. */
export const buildCalls = (
  { ask }: Connection,
  { findAuth, sshAgent, findProxies, address }: BuildCredentials & ProxySource,
): Pick<Engine, 'buildImage'> => ({
  buildImage: (request, { registryAuth = findAuth, ...options } = {}) =>
    ask({ doing: `build ${request.tags[0] ?? request.context}` }, options.signal, async (docker, api) => {
      requireApi.build(request, api)
      const { buildImage } = await import('./build/build-image.ts')
      // What the build says itself counts.
      const args = { ...(await findProxies(address)), ...request.args }
      return buildImage(docker, { ...request, args }, { ...options, findAuth: registryAuth, sshAgent })
    }),
})
