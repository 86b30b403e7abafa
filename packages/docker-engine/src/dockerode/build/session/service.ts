import type grpc from '@grpc/grpc-js'
import type { Codec } from '../rpc/codec.ts'

/** One thing that BuildKit may ask its client for. */
export interface SessionService {
  readonly definition: grpc.ServiceDefinition
  readonly implementation: grpc.UntypedServiceImplementation
}

/** A method with one question and one answer. */
export function unary<Request, Reply>(path: string, request: Codec<Request>, reply: Codec<Reply>) {
  return method(path, { request, reply, isRequestStream: false, isReplyStream: false })
}

/** A method in which both sides send as they like. */
export const duplex = <Message>(path: string, codec: Codec<Message>) =>
  method(path, { request: codec, reply: codec, isRequestStream: true, isReplyStream: true })

interface Shape<Request, Reply> {
  readonly request: Codec<Request>
  readonly reply: Codec<Reply>
  readonly isRequestStream: boolean
  readonly isReplyStream: boolean
}

function method<Request, Reply>(
  path: string,
  { request, reply, isRequestStream, isReplyStream }: Shape<Request, Reply>,
): grpc.MethodDefinition<Request, Reply> {
  return {
    path,
    requestStream: isRequestStream,
    responseStream: isReplyStream,
    requestSerialize: request.encode,
    requestDeserialize: request.decode,
    responseSerialize: reply.encode,
    responseDeserialize: reply.decode,
  }
}
