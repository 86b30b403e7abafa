import { readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ParsedKey } from 'ssh2'
import ssh2 from 'ssh2'
import type { BuildSshKey } from '../../../engine.ts'
import { EngineError } from '../../../errors.ts'
import type { OpenAgent } from './ssh.ts'

/**
 * Finds what stands behind the ssh keys of a build: the agent whose socket is named, one of our own that holds
 * the key in the named file, or without a name the agent of `agentSocket`.
 *
 * Rejects with `ENGINE_BUILD_FAILED` when a key cannot be read or is locked, and when there is no agent.
 */
export async function openAgents(
  keys: readonly BuildSshKey[] = [],
  agentSocket: string | undefined,
): Promise<Map<string, OpenAgent>> {
  const agents = new Map<string, OpenAgent>()
  for (const { id, path } of keys) agents.set(id, await agentFor(id, path ?? agentSocket))
  return agents
}

async function agentFor(id: string, file: string | undefined): Promise<OpenAgent> {
  if (file === undefined) {
    throw new EngineError('ENGINE_BUILD_FAILED', `Could not build: there is no SSH agent for key ${id}`, {
      fix: 'Start an agent and set SSH_AUTH_SOCK, or name a key: `ssh: [default=~/.ssh/id_ed25519]`.',
    })
  }
  const isSocket = await stat(file).then(
    (found) => found.isSocket(),
    (cause) => {
      throw unusable(id, file, cause)
    },
  )
  if (isSocket) return () => connect(file)
  const key = await readKey(id, file)
  return () => keyAgent(key)
}

async function readKey(id: string, file: string): Promise<ParsedKey> {
  const parsed = ssh2.utils.parseKey(await readFile(file))
  if (parsed instanceof Error) throw unusable(id, file, parsed)
  // A file holds one key; the types allow for more.
  const [key] = [parsed].flat()
  if (key === undefined || !key.isPrivateKey()) throw unusable(id, file, new Error('it is no private key'))
  return key
}

function unusable(id: string, file: string, cause: Error): EngineError {
  return new EngineError(
    'ENGINE_BUILD_FAILED',
    `Could not build: ssh key ${id} in ${file} cannot be used: ${cause.message}`,
    {
      cause,
      fix: 'Name a private key without a passphrase, or load it into an SSH agent and leave the path out.',
      details: { file },
    },
  )
}

/** An agent with one key, for one connection. */
function keyAgent(key: ParsedKey): Duplex {
  const agent = new ssh2.AgentProtocol(false)
  const isOurs = (asked: ParsedKey) => asked.getPublicSSH().equals(key.getPublicSSH())
  agent.on('identities', (request) => agent.getIdentitiesReply(request, [key]))
  agent.on('sign', (request, asked, data, { hash }) => {
    // Without a hash it is that of the key's own kind.
    const signature = isOurs(asked) ? key.sign(data, hash) : new Error('another key')
    if (signature instanceof Error) agent.failureReply(request)
    else agent.signReply(request, signature)
  })
  return agent
}
