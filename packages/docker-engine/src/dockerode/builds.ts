import type { EngineBuildChecks } from '../build-checks.ts'
import type { BuildImage, Engine } from '../engine.ts'
import { requireApi } from './api-version.ts'
import type { BuildCredentials } from './build/with-builder.ts'
import type { Connection } from './connection.ts'
import type { ProxySource } from './proxies.ts'

/** Builds. gRPC and protobuf are loaded with the first one. */
export const buildCalls = (
  { ask }: Connection,
  { findAuth, sshAgent, findProxies, address }: BuildCredentials & ProxySource,
): Pick<Engine, 'buildImage'> & EngineBuildChecks => {
  // What the build says itself counts.
  const withProxies = async (request: BuildImage): Promise<BuildImage> => ({
    ...request,
    args: { ...(await findProxies(address)), ...request.args },
  })
  const nameOf = ({ tags, context }: BuildImage) => tags[0] ?? context
  return {
    buildImage: (request, { registryAuth = findAuth, ...options } = {}) =>
      ask({ doing: `build ${nameOf(request)}` }, options.signal, async (docker, api) => {
        requireApi.build(request, api)
        const { buildImage } = await import('./build/build-image.ts')
        return buildImage(docker, await withProxies(request), {
          ...options,
          findAuth: registryAuth,
          sshAgent,
        })
      }),
    checkBuild: (request, { registryAuth = findAuth, ...options } = {}) =>
      ask({ doing: `check the build of ${nameOf(request)}` }, options.signal, async (docker, api) => {
        requireApi.build(request, api)
        const { checkBuild } = await import('./build/check-build.ts')
        return checkBuild(docker, await withProxies(request), {
          ...options,
          findAuth: registryAuth,
          sshAgent,
        })
      }),
  }
}
