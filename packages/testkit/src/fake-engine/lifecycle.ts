import { setImmediate, setTimeout } from 'node:timers'
import type { LogLine } from '@berth/docker-engine'
import { commandOf, emitContainer, type FakeContainer, healthcheckOf, labelsOf } from './container.ts'
import { attach, mustFindNetwork } from './networks.ts'
import { publishPorts } from './ports.ts'
import { refusal } from './refusal.ts'
import { removeAnonymousVolumes } from './volumes.ts'
import { stamp, type World } from './world.ts'

/** Starts a container; what its program does comes just after, as with a real one. */
export function start(world: World, container: FakeContainer): void {
  if (container.status === 'running') return
  if (container.status === 'paused')
    throw refusal(
      'ENGINE_CONFLICT',
      `start container ${container.id}`,
      'cannot start a paused container, try unpause instead',
    )
  joinNetworks(world, container)
  try {
    container.ports = publishPorts(world, container)
  } catch (error) {
    // As the Engine leaves it: never started, with the reason.
    Object.assign(container, { exitCode: 128, error: (error as Error).message })
    throw error
  }
  run(world, container)
}

/** Ends a container's program, which is then restarted if its policy says so. */
export function exit(world: World, container: FakeContainer, exitCode: number): void {
  if (container.status !== 'running') return
  end(world, container, exitCode)
  if (isRestarted(container)) restartLater(world, container)
  else removeIfAsked(world, container)
}

/** `AutoRemove`: a container that has ended does not stay. */
function removeIfAsked(world: World, container: FakeContainer): void {
  if (!container.body.HostConfig.AutoRemove) return
  world.containers.delete(container.id)
  emitContainer(world, container, 'destroy')
  removeAnonymousVolumes(world, container)
}

/** Stops a container on purpose: it stays down. */
export function stop(world: World, container: FakeContainer): void {
  if (container.status === 'running' || container.status === 'paused') {
    emitContainer(world, container, 'kill')
    end(world, container, container.program.exitCodeOnStop ?? 137)
  }
  container.status = container.status === 'created' ? 'created' : 'exited'
  container.run += 1
  emitContainer(world, container, 'stop')
  removeIfAsked(world, container)
}

/** It runs, frozen or not, or is about to run again. */
export const isActive = ({ status }: FakeContainer): boolean =>
  status === 'running' || status === 'paused' || status === 'restarting'

/** Freezes a container's program: what it would have done by now it does not. */
export function pause(world: World, container: FakeContainer): void {
  if (container.status !== 'running') {
    const what = container.status === 'paused' ? 'already paused' : 'not running'
    throw refusal(
      'ENGINE_CONFLICT',
      `pause container ${container.id}`,
      `Container ${container.id} is ${what}`,
    )
  }
  container.status = 'paused'
  emitContainer(world, container, 'pause')
}

/** Lets a frozen program go on. */
export function unpause(world: World, container: FakeContainer): void {
  if (container.status !== 'paused')
    throw refusal(
      'ENGINE_CONFLICT',
      `unpause container ${container.id}`,
      `Container ${container.id} is not paused`,
    )
  container.status = 'running'
  emitContainer(world, container, 'unpause')
}

/** The signals that the fake knows; what does not end a program does nothing to it. */
const deadly: Readonly<Record<string, number>> = { KILL: 137, TERM: 143, INT: 130, QUIT: 131 }
const harmless = ['HUP', 'USR1', 'USR2', 'WINCH', 'CONT']

/** Sends a signal. The container stays down when it ends by it. */
export function kill(world: World, container: FakeContainer, signalName: string): void {
  const doing = `kill container ${container.id}`
  const signal = signalName.replace(/^SIG/, '')
  if (!(signal in deadly) && !harmless.includes(signal))
    throw refusal('ENGINE_REFUSED', doing, `invalid signal: ${signalName}`)
  if (!isActive(container))
    throw refusal('ENGINE_CONFLICT', doing, `container ${container.id} is not running`)
  emitContainer(world, container, 'kill')
  const exitCode = deadly[signal]
  if (exitCode === undefined) return
  end(world, container, exitCode)
  container.run += 1
  removeIfAsked(world, container)
}

export function setHealth(world: World, container: FakeContainer, health: 'healthy' | 'unhealthy'): void {
  container.health = health
  emitContainer(world, container, `health_status: ${health}`)
}

export function print(world: World, container: FakeContainer, line: Pick<LogLine, 'stream' | 'text'>): void {
  const { time, timestamp } = stamp(world.now())
  // As the Engine's are: no two lines are of the same nanosecond, and all have nine digits.
  world.linesPrinted += 1
  const nanoseconds = String(world.linesPrinted).padStart(6, '0')
  container.logs.push({ ...line, time, timestamp: timestamp.replace('Z', `${nanoseconds}Z`) })
  world.changed()
}

function joinNetworks(world: World, container: FakeContainer): void {
  for (const [name, { endpoint }] of container.networks) {
    const { Id } = mustFindNetwork(world, name, `start container ${container.id}`)
    attach(world, container, { id: Id, name, endpoint })
  }
}

function run(world: World, container: FakeContainer): void {
  const { name, body } = container
  const healthcheck = healthcheckOf(container)
  const started = {
    name,
    image: body.Image,
    command: commandOf(container),
    labels: labelsOf(container),
    ...(healthcheck?.Test && { healthcheck: healthcheck.Test }),
  }
  Object.assign(container, {
    program: world.options.program?.(started) ?? {},
    status: 'running',
    startedAt: world.now(),
    exitCode: 0,
    error: '',
    run: container.run + 1,
    health: healthcheck && 'starting',
  })
  emitContainer(world, container, 'start')
  const thisRun = container.run
  setImmediate(() => {
    if (container.run === thisRun && container.status === 'running') behave(world, container)
  })
}

function behave(world: World, container: FakeContainer): void {
  const { prints = [], exitCode, health = 'healthy' } = container.program
  for (const line of prints) print(world, container, line)
  if (exitCode !== undefined) exit(world, container, exitCode)
  else if (container.health && health !== 'starting') setHealth(world, container, health)
}

function end(world: World, container: FakeContainer, exitCode: number): void {
  Object.assign(container, {
    status: 'exited',
    exitCode,
    finishedAt: world.now(),
    ports: {},
    health: undefined,
  })
  emitContainer(world, container, 'die')
}

function isRestarted({ body, exitCode, restarts }: FakeContainer): boolean {
  const { Name = 'no', MaximumRetryCount = 0 } = body.HostConfig.RestartPolicy ?? {}
  if (Name === 'on-failure')
    return exitCode !== 0 && (MaximumRetryCount === 0 || restarts < MaximumRetryCount)
  return Name === 'always' || Name === 'unless-stopped'
}

/** The Engine waits 100 ms, then twice as long each time. Ten times faster here. */
function restartLater(world: World, container: FakeContainer): void {
  container.status = 'restarting'
  const thisRun = container.run
  const delayMs = Math.min(10 * 2 ** container.restarts, 6_000)
  const again = () => {
    if (container.run !== thisRun || !world.containers.has(container.id)) return
    container.restarts += 1
    try {
      container.ports = publishPorts(world, container)
      run(world, container)
    } catch (error) {
      // Somebody took its port meanwhile: the Engine gives up, and says so in the state.
      Object.assign(container, { status: 'exited', error: (error as Error).message })
    }
  }
  setTimeout(again, delayMs).unref()
}

/** The Engine's refusal for a container that still runs. */
export const stillRunning = ({ id, name }: FakeContainer) =>
  refusal(
    'ENGINE_CONFLICT',
    `remove container ${id}`,
    `cannot remove container "/${name}": container is running: stop the container before removing or force remove`,
  )
