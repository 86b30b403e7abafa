import { createHash } from 'node:crypto'
import type Docker from 'dockerode'
import type { BuildImage, BuildSshKey, FindRegistryAuth } from '../../engine.ts'
import type { BuilderFacts } from './frontend-options.ts'
import { listWorkers, type SolveRequest } from './rpc/control-messages.ts'
import { createGrpcClient, type GrpcClient } from './rpc/grpc-client.ts'
import { openSocket } from './rpc/hijack.ts'
import { credentialsService } from './session/credentials.ts'
import { fileService } from './session/file-sync.ts'
import { readSecrets, secretService } from './session/secrets.ts'
import { openBuildSession } from './session/session.ts'
import { sshService } from './session/ssh.ts'
import { solveRequest } from './solve-request.ts'
import { readBuildInputs } from './source/build-inputs.ts'

/** What stands behind the credentials that a build may use. */
export interface BuildCredentials {
  readonly findAuth: FindRegistryAuth
  /** The socket of the SSH agent that keys without a path are in. */
  readonly sshAgent?: string | undefined
}

/** A request to BuildKit that is about to be made, and who makes it. */
export interface Builder {
  readonly client: GrpcClient
  readonly message: SolveRequest
}

interface BuilderOptions extends BuildCredentials {
  readonly request: BuildImage
  readonly signal?: AbortSignal | undefined
}

/** Opens a connection to BuildKit and a session that serves what the build reads, until the work with them is done. */
export async function withBuilder<T>(
  docker: Docker,
  { request, findAuth, sshAgent, signal }: BuilderOptions,
  work: (builder: Builder) => Promise<T>,
): Promise<T> {
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
      return await work({ client, message })
    } finally {
      client.close()
    }
  } finally {
    session.close()
  }
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
