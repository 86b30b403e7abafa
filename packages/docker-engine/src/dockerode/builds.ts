import type { Engine } from '../engine.ts'
import type { Connection } from './connection.ts'
import type { FindRegistryAuth } from './registry-auth.ts'

/** Builds. gRPC and protobuf are loaded with the first one. */
export const buildCalls = ({ ask }: Connection, findAuth: FindRegistryAuth): Pick<Engine, 'buildImage'> => ({
  buildImage: (request, options = {}) =>
    ask({ doing: `build ${request.tags[0] ?? request.context}` }, options.signal, async (docker) => {
      const { buildImage } = await import('./build/build-image.ts')
      return buildImage(docker, request, { ...options, findAuth })
    }),
})
