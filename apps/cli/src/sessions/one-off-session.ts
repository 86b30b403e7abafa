import type { BeforeStart } from '@berth/convergence'
import type { AttachedSession } from '@berth/docker-engine'
import type { ConnectedEngine } from '@berth/docker-engine/dockerode'
import type { PassedSignal, World } from '../world.ts'
import { parseDetachKeys, usualDetachKeys } from './detach-keys.ts'
import { joinSession } from './join-session.ts'

export interface OneOffOptions {
  readonly world: World
  /** Name of the container. */
  readonly name: string
  readonly isTty: boolean
  readonly hasInput: boolean
  /** The Engine removes it when it has ended, which is waited for. */
  readonly removesItself: boolean
}

/** A container for one command, attached to before it starts. */
export interface OneOffSession {
  readonly beforeStart: BeforeStart
  /** To be called when it has started. Resolves with its exit code, or with 0 when it was left by the keys for that. */
  readonly join: () => Promise<number>
  readonly close: () => void
}

/** After so many signals to end, what does not listen to them is killed. */
const patience = 3

/**
 * Attaches to the one container of that name when it is about to be started, and passes signals on to it. One that
 * does not end at the third is killed, so that Ctrl-C always works and `--rm` leaves nothing behind.
 */
export function openOneOff(engine: ConnectedEngine, options: OneOffOptions): OneOffSession {
  const { world, name, isTty, hasInput } = options
  const over = new AbortController()
  const endings: (() => void)[] = [() => over.abort()]
  let attached: Attached | undefined
  return {
    beforeStart: async (container) => {
      if (container.name !== name) return
      attached = await attach(engine, { ...options, id: container.id, signal: over.signal })
      endings.push(world.onSignal(attached.onSignal))
    },
    join: async () => {
      if (attached === undefined) throw new Error(`${name} was started and nobody attached to it`)
      const { session, exit, started } = attached
      await started()
      const detachKeys = parseDetachKeys(usualDetachKeys)
      const keys = 'problem' in detachKeys ? {} : { detachKeys }
      const end = await joinSession(session, { world, isTty, hasInput, ...keys })
      return end === 'left' ? 0 : (await exit).exitCode
    },
    close: () => {
      for (const end of endings) end()
    },
  }
}

interface Attached {
  readonly session: AttachedSession
  readonly exit: Promise<{ readonly exitCode: number }>
  readonly onSignal: (name: PassedSignal) => void
  /** It can be told of signals from now on; those that came earlier are passed on. */
  readonly started: () => Promise<void>
}

async function attach(
  engine: ConnectedEngine,
  {
    id,
    signal,
    isTty,
    hasInput,
    removesItself,
  }: OneOffOptions & { readonly id: string; readonly signal: AbortSignal },
): Promise<Attached> {
  const keys = isTty ? { detachKeys: usualDetachKeys } : {}
  const session = await engine.attachContainer(id, { isTty, hasInput, signal, ...keys })
  const { exit } = await engine.nextExit(id, { signal, untilRemoved: removesItself })
  // Nobody waits for it when the start fails.
  exit.catch(() => {})
  const early: PassedSignal[] = []
  let isStarted = false
  let asked = 0
  const pass = async (name: PassedSignal) => {
    asked += name === 'SIGINT' || name === 'SIGTERM' ? 1 : 0
    await session.signal(asked >= patience ? 'SIGKILL' : name)
  }
  return {
    session,
    exit,
    onSignal: (name) => {
      if (isStarted) void pass(name)
      else early.push(name)
    },
    started: async () => {
      isStarted = true
      for (const name of early) await pass(name)
    },
  }
}
