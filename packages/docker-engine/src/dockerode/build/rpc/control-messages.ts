import { readDefinitions } from './codec.ts'
import type { Method } from './grpc-client.ts'

/**
 * What is asked of BuildKit itself, field numbers as published; what is not read is left out.
 *
 * @see https://github.com/moby/buildkit/tree/master/api/services/control
 */
const codec = readDefinitions(`
message SolveRequest {
  string Ref = 1; string ExporterDeprecated = 3; map<string, string> ExporterAttrsDeprecated = 4;
  string Session = 5; string Frontend = 6; map<string, string> FrontendAttrs = 7; CacheOptions Cache = 8;
  repeated string Entitlements = 9; repeated Exporter Exporters = 13;
}
message CacheOptions { repeated CacheOptionsEntry Exports = 4; repeated CacheOptionsEntry Imports = 5; }
message CacheOptionsEntry { string Type = 1; map<string, string> Attrs = 2; }
message Exporter { string Type = 1; map<string, string> Attrs = 2; }
message SolveResponse { map<string, string> ExporterResponse = 1; }

message ListWorkersRequest {}
message ListWorkersResponse { repeated WorkerRecord record = 1; }
message WorkerRecord { map<string, string> Labels = 2; repeated Platform platforms = 3; }
message Platform { string Architecture = 1; string OS = 2; string Variant = 3; }

message StatusRequest { string Ref = 1; }
message StatusResponse { repeated Vertex vertexes = 1; repeated VertexLog logs = 3; repeated VertexWarning warnings = 4; }
message Vertex {
  string digest = 1; string name = 3; bool cached = 4;
  Timestamp started = 5; Timestamp completed = 6; string error = 7;
}
message VertexLog { string vertex = 1; bytes msg = 4; }
message VertexWarning { bytes short = 3; }
message Timestamp { int64 seconds = 1; int32 nanos = 2; }
`)

export interface SolveRequest {
  /** Chosen by the client; what tells of the build goes by it. */
  readonly Ref: string
  readonly Session: string
  readonly Frontend: string
  readonly FrontendAttrs: Readonly<Record<string, string>>
  readonly Cache: {
    readonly Exports: readonly CacheEntry[]
    readonly Imports: readonly CacheEntry[]
  }
  readonly Entitlements: readonly string[]
  readonly Exporters: readonly CacheEntry[]
  /** For Engines of before 26, which know one exporter only. */
  readonly ExporterDeprecated: string
  readonly ExporterAttrsDeprecated: Readonly<Record<string, string>>
}

/** A kind of cache or of output, and its settings. */
export interface CacheEntry {
  readonly Type: string
  readonly Attrs: Readonly<Record<string, string>>
}

interface SolveResponse {
  readonly ExporterResponse: Readonly<Record<string, string>>
}

/** What BuildKit runs steps with; an Engine has one. */
interface Worker {
  readonly Labels: Readonly<Record<string, string>>
  readonly platforms: readonly {
    readonly OS: string
    readonly Architecture: string
    readonly Variant: string
  }[]
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

/** Runs one build and answers when it is done. Cancelling the call ends the build. */
export const solve: Method<SolveRequest, SolveResponse> = {
  path: '/moby.buildkit.v1.Control/Solve',
  request: codec('SolveRequest'),
  reply: codec('SolveResponse'),
}

/** Tells of a build, from before it begins until it is over. */
export const status: Method<{ readonly Ref: string }, BuildStatus> = {
  path: '/moby.buildkit.v1.Control/Status',
  request: codec('StatusRequest'),
  reply: codec('StatusResponse'),
}

/** Asks what BuildKit runs with. */
export const listWorkers: Method<object, { readonly record: readonly Worker[] }> = {
  path: '/moby.buildkit.v1.Control/ListWorkers',
  request: codec('ListWorkersRequest'),
  reply: codec('ListWorkersResponse'),
}
