import { readDefinitions } from './codec.ts'

/**
 * What BuildKit asks of its client over a session, field numbers as published.
 *
 * @see https://github.com/moby/buildkit/tree/master/session
 * @see https://github.com/tonistiigi/fsutil/blob/master/types
 */
const codec = readDefinitions(`
message CredentialsRequest { string Host = 1; }
message CredentialsResponse { string Username = 1; string Secret = 2; }

message HealthCheckRequest { string service = 1; }
message HealthCheckResponse { int32 status = 1; }

message GetSecretRequest { string ID = 1; }
message GetSecretResponse { bytes data = 1; }

message CheckAgentRequest { string ID = 1; }
message CheckAgentResponse {}
message BytesMessage { bytes data = 1; }

message Packet { int32 type = 1; Stat stat = 2; uint32 ID = 3; bytes data = 4; }
message Stat {
  string path = 1; uint32 mode = 2; uint32 uid = 3; uint32 gid = 4;
  int64 size = 5; int64 modTime = 6; string linkname = 7;
}
`)

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

export const sessionCodecs = {
  credentialsRequest: codec<{ readonly Host: string }>('CredentialsRequest'),
  credentials: codec<Credentials>('CredentialsResponse'),
  healthRequest: codec<{ readonly service: string }>('HealthCheckRequest'),
  health: codec<{ readonly status: number }>('HealthCheckResponse'),
  packet: codec<Packet>('Packet'),
  secretRequest: codec<{ readonly ID: string }>('GetSecretRequest'),
  secret: codec<{ readonly data: Uint8Array }>('GetSecretResponse'),
  agentRequest: codec<{ readonly ID: string }>('CheckAgentRequest'),
  agent: codec<object>('CheckAgentResponse'),
  bytes: codec<{ readonly data: Uint8Array }>('BytesMessage'),
}
