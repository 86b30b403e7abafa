import { setImmediate } from 'node:timers/promises'
import type { CreateContainer, Engine, EngineEvent } from '@berth/docker-engine'
import { emitContainer, type FakeContainer, findContainer, labelsOf, mustFindContainer } from './container.ts'
import { toInspect, toSummary } from './describe-container.ts'
import { mustFindImage } from './image.ts'
import { isActive, kill, pause, start, stillRunning, stop, unpause } from './lifecycle.ts'
import { mountAll } from './mounts.ts'
import { findNetwork } from './networks.ts'
import { refusal } from './refusal.ts'
import { removeAnonymousVolumes } from './volumes.ts'
import { hasLabels, type World } from './world.ts'

type ContainerCalls = Pick<
  Engine,
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'restartContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'killContainer'
  | 'waitForExit'
  | 'nextExit'
  | 'removeContainer'
  | 'renameContainer'
>

/** The container half of the fake. */
export const containerCalls = (world: World): ContainerCalls => ({
  listContainers: async ({ labels }) =>
    // Newest first, as the Engine lists them.
    [...world.containers.values()]
      .filter((container) => hasLabels(labelsOf(container), labels))
      .reverse()
      .map((container) => toSummary(container, world.now())),

  // A look takes a turn of the event loop, as over a socket: whoever looks again and again must not keep a program
  // that was started before from doing anything.
  inspectContainer: async (id) => {
    await setImmediate()
    return toInspect(mustFindContainer(world, id, `inspect container ${id}`))
  },

  createContainer: async (request) => {
    const container = newContainer(world, request)
    world.containers.set(container.id, container)
    emitContainer(world, container, 'create')
    return { id: container.id, warnings: [] }
  },

  startContainer: async (id) => start(world, mustFindContainer(world, id, `start container ${id}`)),

  stopContainer: async (id) => {
    const container = mustFindContainer(world, id, `stop container ${id}`)
    if (isActive(container)) stop(world, container)
  },

  restartContainer: async (id) => {
    const container = mustFindContainer(world, id, `restart container ${id}`)
    if (isActive(container)) stop(world, container)
    start(world, container)
    emitContainer(world, container, 'restart')
  },

  pauseContainer: async (id) => pause(world, mustFindContainer(world, id, `pause container ${id}`)),

  unpauseContainer: async (id) => unpause(world, mustFindContainer(world, id, `unpause container ${id}`)),

  killContainer: async (id, signalName) =>
    kill(world, mustFindContainer(world, id, `kill container ${id}`), signalName),

  waitForExit: async (id, { signal } = {}) => {
    const container = mustFindContainer(world, id, `wait for container ${id}`)
    while (isActive(container)) {
      await world.change(signal)
      signal?.throwIfAborted()
    }
    return { exitCode: container.exitCode }
  },

  nextExit: async (id, { signal, untilRemoved = false } = {}) => {
    const container = mustFindContainer(world, id, `wait for container ${id}`)
    const exit = untilExit(world, container, { signal, untilRemoved })
    // Nobody has to listen.
    exit.catch(() => {})
    return { exit }
  },

  removeContainer: async (id, { force = false, volumes = false } = {}) => {
    const container = mustFindContainer(world, id, `remove container ${id}`)
    const isRunning = isActive(container)
    if (isRunning && !force) throw stillRunning(container)
    if (isRunning) stop(world, container)
    world.containers.delete(container.id)
    emitContainer(world, container, 'destroy')
    if (volumes) removeAnonymousVolumes(world, container)
  },

  renameContainer: async (id, name) => {
    const doing = `rename container ${id} to ${name}`
    const container = mustFindContainer(world, id, doing)
    refuseTakenName(world, name, doing)
    container.name = name
    emitContainer(world, container, 'rename')
  },
})

async function untilExit(
  world: World,
  { id }: FakeContainer,
  { signal, untilRemoved }: { readonly signal: AbortSignal | undefined; readonly untilRemoved: boolean },
) {
  let died: EngineEvent | undefined
  for (let seen = world.events.length; ; ) {
    died ??= world.events.slice(seen).find((event) => event.action === 'die' && event.id === id)
    if (died && !(untilRemoved && world.containers.has(id)))
      return { exitCode: Number(died.attributes.exitCode) }
    seen = world.events.length
    await world.change(signal)
    signal?.throwIfAborted()
  }
}

function newContainer(world: World, { name, body }: CreateContainer): FakeContainer {
  const doing = `create container ${name}`
  refuseTakenName(world, name, doing)
  const image = mustFindImage(world, body.Image, doing)
  return {
    id: world.options.containerIds?.[name] ?? world.newId('container'),
    name,
    createdAt: world.now(),
    body,
    image,
    mounts: mountAll(world, body, image),
    networks: networksOf(world, body),
    logs: [],
    files: new Map(),
    status: 'created',
    exitCode: 0,
    error: '',
    startedAt: undefined,
    finishedAt: undefined,
    health: undefined,
    restarts: 0,
    ports: {},
    program: {},
    run: 0,
  }
}

/** The network of its mode, and those it asks for besides. `none`, `host` and `container:` need no more. */
function networksOf(
  world: World,
  { HostConfig, NetworkingConfig }: CreateContainer['body'],
): FakeContainer['networks'] {
  const mode = HostConfig.NetworkMode ?? 'default'
  const asked = Object.entries(NetworkingConfig?.EndpointsConfig ?? {})
  const named = new Map(asked.map(([network, endpoint]) => [nameOf(world, network), { id: '', endpoint }]))
  const own = mode === 'default' ? 'bridge' : nameOf(world, mode)
  if (!mode.startsWith('container:') && !named.has(own)) named.set(own, { id: '', endpoint: {} })
  return named
}

const nameOf = (world: World, network: string) => findNetwork(world, network)?.Name ?? network

function refuseTakenName(world: World, name: string, doing: string): void {
  const other = findContainer(world, name)
  if (other?.name !== name) return
  const words = `Conflict. The container name "/${name}" is already in use by container "${other.id}". You have to remove (or rename) that container to be able to reuse that name.`
  throw refusal('ENGINE_CONFLICT', doing, words)
}
