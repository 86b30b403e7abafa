import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import grpc from '@grpc/grpc-js'
import { sessionCodecs } from '../rpc/session-messages.ts'
import { duplex, type SessionService, unary } from './service.ts'

interface Bytes {
  readonly data: Uint8Array
}

type Call = grpc.ServerDuplexStream<Bytes, Bytes>

/** Opens a connection to an SSH agent; each use of a key has one of its own. */
export type OpenAgent = () => Duplex

const idHeader = 'buildkit.ssh.id'

/** Lets the steps of a build use the keys of SSH agents, by id; the keys themselves stay here. */
export const sshService = (agents: ReadonlyMap<string, OpenAgent>): SessionService => ({
  definition: {
    CheckAgent: unary('/moby.sshforward.v1.SSH/CheckAgent', sessionCodecs.agentRequest, sessionCodecs.agent),
    ForwardAgent: duplex('/moby.sshforward.v1.SSH/ForwardAgent', sessionCodecs.bytes),
  },
  implementation: { CheckAgent: check(agents), ForwardAgent: (call: Call) => forward(call, agents) },
})

function check(agents: ReadonlyMap<string, OpenAgent>): grpc.handleUnaryCall<{ ID: string }, object> {
  return ({ request }, done) => {
    const id = request.ID || 'default'
    if (agents.has(id)) done(null, {})
    else done({ code: grpc.status.NOT_FOUND, details: `the build was given no ssh key ${id}` })
  }
}

function forward(call: Call, agents: ReadonlyMap<string, OpenAgent>): void {
  const id = String(call.metadata.get(idHeader)[0] ?? '') || 'default'
  const open = agents.get(id)
  if (open === undefined) {
    call.destroy(new Error(`the build was given no ssh key ${id}`))
    return
  }
  const agent = open()
  for (const event of ['cancelled', 'close', 'error']) call.on(event, () => agent.destroy())
  Promise.all([toAgent(call, agent), fromAgent(agent, call)]).then(
    () => call.end(),
    (error) => call.destroy(error),
  )
}

async function toAgent(call: Call, agent: Duplex): Promise<void> {
  for await (const { data } of call as AsyncIterable<Bytes>) {
    if (!agent.write(data)) await once(agent, 'drain')
  }
  agent.end()
}

async function fromAgent(agent: Duplex, call: Call): Promise<void> {
  for await (const data of agent) if (!call.write({ data })) await once(call, 'drain')
}
