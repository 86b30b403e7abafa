import { createHash, randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import grpc from '@grpc/grpc-js'
import type Docker from 'dockerode'
import { abortedBy } from '../connection.ts'
import type { FindRegistryAuth } from '../registry-auth.ts'
import type { BuildSource } from './build-source.ts'
import { serveFiles } from './file-sync.ts'
import { type Codec, codecs, type Packet } from './messages.ts'

/** The connection over which BuildKit asks its client for files and credentials. */
export interface BuildSession {
  readonly id: string
  close(): void
}

/**
 * Opens a BuildKit session on the Engine and answers on it until it is closed. dockerode's own session
 * knows one fixed credential and no files, and stays open when the build fails early.
 */
export async function openBuildSession(
  docker: Docker,
  source: BuildSource,
  options: { readonly findAuth: FindRegistryAuth; readonly signal: AbortSignal | undefined },
): Promise<BuildSession> {
  const id = randomUUID()
  const services = sessionServices(source, options.findAuth)
  const methods = services.flatMap(([definition]) => Object.values(definition).map((method) => method.path))
  const socket = await openSocket(docker, sessionHeaders(id, source, methods), options.signal)

  const server = new grpc.Server()
  for (const [definition, implementation] of services) server.addService(definition, implementation)
  server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(socket)
  return {
    id,
    close() {
      server.forceShutdown()
      socket.destroy()
    },
  }
}

function sessionServices(source: BuildSource, findAuth: FindRegistryAuth) {
  const auth = {
    Credentials: unary('/moby.filesync.v1.Auth/Credentials', codecs.credentialsRequest, codecs.credentials),
  }
  const files = { DiffCopy: duplex('/moby.filesync.v1.FileSync/DiffCopy', codecs.packet) }
  // Asked every five seconds: without an answer the Engine closes the session while a long step runs.
  const health = { Check: unary('/grpc.health.v1.Health/Check', codecs.healthRequest, codecs.health) }
  const serving = 1
  const implementations: [grpc.ServiceDefinition, grpc.UntypedServiceImplementation][] = [
    [auth, { Credentials: credentialsHandler(findAuth) }],
    [
      files,
      { DiffCopy: (call: grpc.ServerDuplexStream<Packet, Partial<Packet>>) => serveFiles(source, call) },
    ],
    [
      health,
      { Check: (_call: unknown, done: grpc.sendUnaryData<unknown>) => done(null, { status: serving }) },
    ],
  ]
  return implementations
}

function credentialsHandler(findAuth: FindRegistryAuth): grpc.handleUnaryCall<{ Host: string }, object> {
  return ({ request }, done) => {
    const registry = request.Host === 'registry-1.docker.io' ? 'docker.io' : request.Host
    findAuth(registry).then(
      (auth) =>
        done(null, auth ? { Username: auth.username, Secret: auth.identitytoken ?? auth.password } : {}),
      (error) => done({ code: grpc.status.INTERNAL, details: error.message }),
    )
  }
}

function unary<Request, Reply>(path: string, request: Codec<Request>, reply: Codec<Reply>) {
  return method(path, { request, reply, isStream: false })
}

const duplex = <Message>(path: string, codec: Codec<Message>) =>
  method(path, { request: codec, reply: codec, isStream: true })

function method<Request, Reply>(
  path: string,
  { request, reply, isStream }: { request: Codec<Request>; reply: Codec<Reply>; isStream: boolean },
): grpc.MethodDefinition<Request, Reply> {
  return {
    path,
    requestStream: isStream,
    responseStream: isStream,
    requestSerialize: request.encode,
    requestDeserialize: request.decode,
    responseSerialize: reply.encode,
    responseDeserialize: reply.decode,
  }
}

function sessionHeaders(id: string, source: BuildSource, methods: readonly string[]) {
  return {
    Upgrade: 'h2c',
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'berth',
    // BuildKit compares with what it last got under this key, and asks only for what changed.
    'X-Docker-Expose-Session-Sharedkey': createHash('sha256').update(source.context).digest('hex'),
    'X-Docker-Expose-Session-Grpc-Method': methods,
  }
}

function openSocket(docker: Docker, headers: object, signal: AbortSignal | undefined): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      // The types know no header with several values.
      {
        method: 'POST',
        path: '/session',
        hijack: true,
        headers: headers as never,
        ...abortedBy(signal),
        statusCodes: {},
      },
      // With hijack docker-modem hands out the upgraded socket.
      (error, socket) => (error ? reject(error) : resolve(socket as Duplex)),
    )
  })
}
