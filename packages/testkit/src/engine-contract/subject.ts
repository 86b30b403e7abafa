import type { ContainerBody, ContainerInspect, Engine, EngineSessions } from '@berth/docker-engine'
import { waitFor } from '../engine/wait-for.ts'
import type { FakeExec, FakeExecRequest, Program, StartedContainer } from '../fake-engine/options.ts'

/** An engine that is held to the contract. */
export interface ContractEngine {
  readonly engine: Engine & EngineSessions
  /** An image with `sh`, `sleep`, `true` and `false`, and without labels, ports, volumes or healthcheck. */
  readonly image: string
}

/** The same with what one test needs: a name that is its own, and a label to find its objects by. */
export interface Subject extends ContractEngine {
  readonly prefix: string
  readonly label: string
  readonly labels: Readonly<Record<string, string>>
}

/** Commands that the suite runs. */
export const commands = {
  idle: ['sleep', '600'],
  echoing: ['cat'],
  failing: ['sh', '-c', 'echo out; echo err >&2; exit 3'],
} as const

const failing = {
  prints: [
    { stream: 'stdout', text: 'out' },
    { stream: 'stderr', text: 'err' },
  ],
  exitCode: 3,
} as const

/** What a fake has to do for the commands above. */
export function contractProgram({ command, healthcheck }: StartedContainer): Program {
  const health = healthcheck?.includes('false') ? 'unhealthy' : 'healthy'
  return command.join(' ') === commands.failing.join(' ') ? failing : { health }
}

/** The same for commands that are run in a container. */
export function contractExec({ command }: FakeExecRequest): FakeExec {
  if (command[0] === 'cat') return { echoes: true }
  return command.join(' ') === commands.failing.join(' ') ? failing : {}
}

/** Creates a container of the subject, idle unless the body says otherwise. */
export async function create(
  { engine, image, prefix, labels }: Subject,
  name: string,
  body: Partial<ContainerBody> = {},
): Promise<string> {
  const { id } = await engine.createContainer({
    name: `${prefix}-${name}`,
    body: { Image: image, Cmd: commands.idle, Labels: labels, HostConfig: {}, ...body },
  })
  return id
}

/** Creates and starts one. */
export async function run(subject: Subject, name: string, body?: Partial<ContainerBody>): Promise<string> {
  const id = await create(subject, name, body)
  await subject.engine.startContainer(id)
  return id
}

/** Looks at a container until it is as it should be. */
export async function inspectUntil(
  { engine }: Subject,
  id: string,
  holds: (inspect: ContainerInspect) => boolean,
): Promise<ContainerInspect> {
  let inspect = await engine.inspectContainer(id)
  await waitFor(`container ${inspect.Name} is as expected`, async () => {
    inspect = await engine.inspectContainer(id)
    return holds(inspect)
  })
  return inspect
}

/** All of a sequence that ends by itself. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}
