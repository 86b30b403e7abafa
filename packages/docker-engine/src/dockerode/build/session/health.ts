import type grpc from '@grpc/grpc-js'
import { sessionCodecs } from '../rpc/session-messages.ts'
import { type SessionService, unary } from './service.ts'

const serving = 1

/** Asked every five seconds: without an answer the Engine closes the session while a long step runs. */
export const healthService: SessionService = {
  definition: {
    Check: unary('/grpc.health.v1.Health/Check', sessionCodecs.healthRequest, sessionCodecs.health),
  },
  implementation: {
    Check: (_call: unknown, done: grpc.sendUnaryData<unknown>) => done(null, { status: serving }),
  },
}
