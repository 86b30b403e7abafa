import { createHash } from 'node:crypto'
import type Docker from 'dockerode'
import type { BuildEvent, BuildImage, BuildOptions, BuildSshKey, FindRegistryAuth } from '../../engine.ts'
import { buildFailure } from './build-failure.ts'
import { type BuildProgress, followBuild } from './build-progress.ts'
import type { BuilderFacts } from './frontend-options.ts'
import { type BuildStatus, listWorkers, type SolveRequest, solve, status } from './rpc/control-messages.ts'
import { createGrpcClient, type GrpcClient, RpcError } from './rpc/grpc-client.ts'
import { openSocket } from './rpc/hijack.ts'
import { credentialsService } from './session/credentials.ts'
import { fileService } from './session/file-sync.ts'
import { readSecrets, secretService } from './session/secrets.ts'
import { openBuildSession } from './session/session.ts'
import { sshService } from './session/ssh.ts'
import { solveRequest } from './solve-request.ts'
import { readBuildInputs } from './source/build-inputs.ts'

/**
 * Builds one image with BuildKit and resolves with its id. Aborting ends the build on the Engine too.
 *
 * It speaks to BuildKit itself, which the Engine lets clients do at `/grpc`: `POST /build` knows only some of
 * what a build may ask for.
 */
export async function buildImage(
  docker: Docker,
  request: BuildImage,
  { findAuth, sshAgent, signal, onEvent = () => {} }: BuildOptions & BuildCredentials,
): Promise<{ id: string }> {
  const inputs = await readBuildInputs(request)
  const services = [
    credentialsService(findAuth),
    fileService(inputs.folders),
    secretService(await readSecrets(request.secrets)),
    ...(request.ssh?.length ? [sshService(await findAgents(request.ssh, sshAgent))] : []),
  ]
  const sharedKey = createHash('sha256').update(request.context).digest('hex')
  const session = await openBuildSession(docker, services, { sharedKey, signal })
  try {
    const client = createGrpcClient(await openSocket(docker, { path: '/grpc', signal }))
    try {
      const facts = needsGateway(request) ? await readBuilderFacts(client, signal) : {}
      const message = solveRequest(request, { session: session.id, inputs: inputs.options, facts })
      return { id: await run(client, message, { request, signal, onEvent }) }
    } finally {
      client.close()
    }
  } finally {
    session.close()
  }
}

/** What stands behind the credentials that a build may use. */
export interface BuildCredentials {
  readonly findAuth: FindRegistryAuth
  /** The socket of the SSH agent that keys without a path are in. */
  readonly sshAgent?: string | undefined
}

/** Loaded with the first build that has keys: the library speaks far more of SSH than an agent does. */
async function findAgents(keys: readonly BuildSshKey[], sshAgent: string | undefined) {
  const { openAgents } = await import('./session/ssh-agents.ts')
  return openAgents(keys, sshAgent)
}

const needsGateway = ({ extraHosts = [] }: BuildImage) =>
  extraHosts.some((entry) => entry.endsWith('=host-gateway'))

async function readBuilderFacts(client: GrpcClient, signal: AbortSignal | undefined): Promise<BuilderFacts> {
  const { record } = await client.call(listWorkers, {}, { signal })
  const addresses = record.map(({ Labels }) => Labels['org.mobyproject.buildkit.worker.moby.host-gateway-ip'])
  const hostGateway = addresses.find((address) => address)
  return hostGateway === undefined ? {} : { hostGateway }
}

interface Running {
  readonly request: BuildImage
  readonly signal: AbortSignal | undefined
  readonly onEvent: (event: BuildEvent) => void
}

/** How long the last words of a build that failed are waited for: of one that never began none come. */
const lastWordsMs = 1_000

async function run(client: GrpcClient, message: SolveRequest, running: Running): Promise<string> {
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
    return id
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
