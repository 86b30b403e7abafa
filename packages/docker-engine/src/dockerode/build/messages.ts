import protobuf from 'protobufjs'

/**
 * The messages of BuildKit that a client of `POST /build` meets, field numbers as published.
 *
 * @see https://github.com/moby/buildkit/tree/master/api/services/control
 * @see https://github.com/moby/buildkit/tree/master/session
 * @see https://github.com/tonistiigi/fsutil/blob/master/types
 */
const definitions = `
syntax = "proto3";

message CredentialsRequest { string Host = 1; }
message CredentialsResponse { string Username = 1; string Secret = 2; }

message HealthCheckRequest { string service = 1; }
message HealthCheckResponse { int32 status = 1; }

message Packet { int32 type = 1; Stat stat = 2; uint32 ID = 3; bytes data = 4; }
message Stat {
  string path = 1; uint32 mode = 2; uint32 uid = 3; uint32 gid = 4;
  int64 size = 5; int64 modTime = 6; string linkname = 7;
}

message StatusResponse { repeated Vertex vertexes = 1; repeated VertexLog logs = 3; repeated VertexWarning warnings = 4; }
message Vertex {
  string digest = 1; string name = 3; bool cached = 4;
  Timestamp started = 5; Timestamp completed = 6; string error = 7;
}
message VertexLog { string vertex = 1; bytes msg = 4; }
message VertexWarning { bytes short = 3; }
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
`

const { root } = protobuf.parse(definitions, { keepCase: true })

/** Turns one kind of message into bytes and back; absent fields get their proto3 defaults. */
export interface Codec<Message> {
  encode(message: Partial<Message>): Buffer
  decode(bytes: Uint8Array): Message
}

function codec<Message>(name: string): Codec<Message> {
  const type = root.lookupType(name)
  return {
    encode: (message) => Buffer.from(type.encode(type.fromObject(message)).finish()),
    // Safe: the interfaces below say what the definitions above say.
    decode: (bytes) => type.toObject(type.decode(bytes), { defaults: true, longs: Number }) as Message,
  }
}

export interface Credentials {
  readonly Username: string
  readonly Secret: string
}

export const packetType = { stat: 0, request: 1, data: 2, end: 3, error: 4 } as const

export interface Packet {
  readonly type: number
  readonly stat?: Stat | null
  readonly ID: number
  readonly data: Uint8Array
}

/** A file as fsutil sees it: `mode` has Go's bits, `modTime` is nanoseconds as decimal digits. */
export interface Stat {
  readonly path: string
  readonly mode: number
  readonly size: number
  readonly modTime: string
  readonly linkname: string
}

export interface BuildStatus {
  readonly vertexes: readonly Vertex[]
  readonly logs: readonly { readonly vertex: string; readonly msg: Uint8Array }[]
  readonly warnings: readonly { readonly short: Uint8Array }[]
}

/** One step of a build. */
export interface Vertex {
  readonly digest: string
  readonly name: string
  readonly cached: boolean
  readonly started: Timestamp | null
  readonly completed: Timestamp | null
  readonly error: string
}

export interface Timestamp {
  readonly seconds: number
  readonly nanos: number
}

export const codecs = {
  credentialsRequest: codec<{ readonly Host: string }>('CredentialsRequest'),
  credentials: codec<Credentials>('CredentialsResponse'),
  healthRequest: codec<{ readonly service: string }>('HealthCheckRequest'),
  health: codec<{ readonly status: number }>('HealthCheckResponse'),
  packet: codec<Packet>('Packet'),
  status: codec<BuildStatus>('StatusResponse'),
}
