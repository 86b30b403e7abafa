import { readDefinitions } from './codec.ts'
import type { Method } from './grpc-client.ts'

/**
 * What a client asks of the frontend of a build that it has open, field numbers as published; what is not read is
 * left out.
 *
 * @see https://github.com/moby/buildkit/blob/master/frontend/gateway/pb/gateway.proto
 */
const codec = readDefinitions(`
message SolveRequest {
  string Frontend = 2; map<string, string> FrontendOpt = 3; bool allowResultReturn = 5; bool allowResultArrayRef = 6;
}
message SolveResponse { Result result = 3; }
message Result { map<string, bytes> metadata = 10; }
message ReturnRequest { Result result = 1; }
message ReturnResponse {}
`)

interface FrontendRequest {
  readonly Frontend: string
  readonly FrontendOpt: Readonly<Record<string, string>>
  /** The answer is in the form of today; older ones have no place for what a frontend says beside a result. */
  readonly allowResultReturn: boolean
  readonly allowResultArrayRef: boolean
}

interface FrontendResponse {
  readonly result: { readonly metadata: Readonly<Record<string, Uint8Array>> } | null
}

/** Has a frontend do something. Needs the build's id in its headers, see {@link buildHeader}. */
export const askFrontend: Method<FrontendRequest, FrontendResponse> = {
  path: '/moby.buildkit.v1.frontend.LLBBridge/Solve',
  request: codec('SolveRequest'),
  reply: codec('SolveResponse'),
}

/** Ends the build of the client, with a result of its own. */
export const endBuild: Method<{ readonly result: object }, object> = {
  path: '/moby.buildkit.v1.frontend.LLBBridge/Return',
  request: codec('ReturnRequest'),
  reply: codec('ReturnResponse'),
}

/** Which build of the control service a question to the frontend belongs to. */
export const buildHeader = 'buildkit-controlapi-buildid'
