import type Docker from 'dockerode'
import type { BuildEvent, BuildImage, BuildOptions } from '../../engine.ts'
import { buildFailure } from './build-failure.ts'
import { type BuildProgress, followBuild } from './build-progress.ts'
import { type BuildStatus, type SolveRequest, solve, status } from './rpc/control-messages.ts'
import { type GrpcClient, RpcError } from './rpc/grpc-client.ts'
import { type BuildCredentials, withBuilder } from './with-builder.ts'

/**
 * Builds one image with BuildKit and resolves with its id. Aborting ends the build on the Engine too.
 *
 * It speaks to BuildKit itself, which the Engine lets clients do at `/grpc`: `POST /build` knows only some of
 * what a build may ask for.
 */
export async function buildImage(
  docker: Docker,
  request: BuildImage,
  { signal, onEvent = () => {}, ...credentials }: BuildOptions & BuildCredentials,
): Promise<{ id: string }> {
  return withBuilder(docker, { request, ...credentials, signal }, ({ client, message }) =>
    run(client, message, { request, signal, onEvent }),
  )
}

interface Running {
  readonly request: BuildImage
  readonly signal: AbortSignal | undefined
  readonly onEvent: (event: BuildEvent) => void
}

/** How long the last words of a build that failed are waited for: of one that never began none come. */
const lastWordsMs = 1_000

async function run(client: GrpcClient, message: SolveRequest, running: Running): Promise<{ id: string }> {
  const { request, signal, onEvent } = running
  const progress = followBuild()
  const hush = new AbortController()
  const messages = client.stream(status, { Ref: message.Ref }, { signal: either(signal, hush.signal) })
  const telling = tell(messages, progress, onEvent)
  // Looked at below; it may end first when the connection does.
  telling.catch(() => {})
  try {
    const { ExporterResponse } = await client.call(solve, message, { signal })
    await telling
    const id = ExporterResponse['containerimage.digest'] ?? ExporterResponse['containerimage.config.digest']
    if (id === undefined) throw new RpcError(0, 'the Engine ended the build without an image')
    return { id }
  } catch (error) {
    const limit = setTimeout(() => hush.abort(), lastWordsMs)
    // They matter less than what made the build fail.
    await telling.catch(() => {})
    clearTimeout(limit)
    throw error instanceof RpcError ? buildFailure(error.message, request, progress.failedStep()) : error
  }
}

const either = (signal: AbortSignal | undefined, other: AbortSignal) =>
  signal === undefined ? other : AbortSignal.any([signal, other])

async function tell(
  messages: AsyncIterable<BuildStatus>,
  progress: BuildProgress,
  onEvent: (event: BuildEvent) => void,
): Promise<void> {
  for await (const message of messages) for (const event of progress.add(message)) onEvent(event)
}
