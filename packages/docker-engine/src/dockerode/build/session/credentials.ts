import grpc from '@grpc/grpc-js'
import type { FindRegistryAuth } from '../../../engine.ts'
import { sessionCodecs } from '../rpc/session-messages.ts'
import { type SessionService, unary } from './service.ts'

/** Gives BuildKit the credentials of the registries it comes to: for base images, caches and attestations. */
export const credentialsService = (findAuth: FindRegistryAuth): SessionService => ({
  definition: {
    Credentials: unary(
      '/moby.filesync.v1.Auth/Credentials',
      sessionCodecs.credentialsRequest,
      sessionCodecs.credentials,
    ),
  },
  implementation: { Credentials: answer(findAuth) },
})

function answer(findAuth: FindRegistryAuth): grpc.handleUnaryCall<{ Host: string }, object> {
  return ({ request }, done) => {
    const registry = request.Host === 'registry-1.docker.io' ? 'docker.io' : request.Host
    findAuth(registry).then(
      (auth) =>
        done(null, auth ? { Username: auth.username, Secret: auth.identitytoken ?? auth.password } : {}),
      (error) => done({ code: grpc.status.INTERNAL, details: error.message }),
    )
  }
}
