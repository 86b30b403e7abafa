import { setTimeout as delay } from 'node:timers/promises'
import { type ContainerSession, isEngineError } from '@berth/docker-engine'
import type { World } from '../world.ts'
import { createDetachFilter } from './detach-keys.ts'

export interface JoinOptions {
  readonly world: World
  /** What runs there has a terminal, and this is one too. */
  readonly isTty: boolean
  /** What is typed or piped here goes there. */
  readonly hasInput: boolean
  /** Keys that leave the session; with a terminal only. */
  readonly detachKeys?: Uint8Array
  /** What runs there began earlier: it is made to draw its screen anew. */
  readonly redraws?: boolean
}

/**
 * Joins what runs in a container to this terminal: input goes there and output comes here, until the output ends.
 * With a terminal on both sides every key goes there as it is pressed, and the size follows this one. `left`: the
 * keys for that were typed, and what runs there goes on.
 */
export async function joinSession(
  session: ContainerSession,
  options: JoinOptions,
): Promise<'ended' | 'left'> {
  let end: 'ended' | 'left' = 'ended'
  const disconnect = connect(session, options, () => {
    end = 'left'
    session.close()
  })
  try {
    for await (const { stream, bytes } of session.output) {
      await options.world[stream === 'stdout' ? 'out' : 'err'].writeBytes(bytes)
    }
  } finally {
    disconnect()
  }
  return end
}

/** Returns what brings the terminal back as it was. */
function connect(
  session: ContainerSession,
  { world, isTty, hasInput, redraws = false, detachKeys }: JoinOptions,
  leave: () => void,
): () => void {
  const endings: (() => void)[] = []
  if (isTty) {
    const follow = sizeFollower(session, world)
    follow(redraws)
    endings.push(world.onResize(() => follow()))
  }
  if (hasInput) {
    if (isTty && world.input.isTerminal) endings.push(world.input.takeKeys())
    const filter = isTty && detachKeys ? createDetachFilter(detachKeys) : undefined
    const onBytes = async (typed: Uint8Array) => {
      const { bytes, isDetached } = filter?.(typed) ?? { bytes: typed, isDetached: false }
      if (bytes.length > 0) await session.write(bytes)
      if (isDetached) leave()
    }
    endings.push(world.input.read({ onBytes, onEnd: session.endInput }))
  }
  return () => {
    for (const end of endings) end()
  }
}

/**
 * Passes the size of this terminal on, one request at a time: of two, the earlier could arrive last. A size that comes
 * meanwhile is passed on next.
 */
function sizeFollower(session: ContainerSession, world: World): (redraws?: boolean) => void {
  let isStale = false
  let isFollowing = false
  const follow = async (redraws: boolean) => {
    isStale = true
    if (isFollowing) return
    isFollowing = true
    while (isStale) {
      isStale = false
      // Engines before release 23 are told the first size only now, when the command may not have a terminal yet.
      for (
        let attempt = 1;
        !(await passSize(session, world, redraws)) && attempt < mostAttempts;
        attempt += 1
      ) {
        await delay(attempt * 10)
      }
    }
    isFollowing = false
  }
  return (redraws = false) => void follow(redraws)
}

const mostAttempts = 10

/** False when there is no terminal: of what has ended not any more, of what has just begun not yet. */
async function passSize(session: ContainerSession, { out }: World, redraws: boolean): Promise<boolean> {
  const { columns, rows } = out.size()
  try {
    // Programs draw when the size changes, and not when they are told the same again.
    if (redraws) await session.resize({ columns, rows: rows + 1 })
    await session.resize({ columns, rows })
    return true
  } catch (error) {
    if (!isEngineError(error)) throw error
    return false
  }
}
