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
      await passSize(session, world, redraws)
    }
    isFollowing = false
  }
  return (redraws = false) => void follow(redraws)
}

/** What has ended has no terminal any more, and what has just begun may not have one yet: the next size will do. */
async function passSize(session: ContainerSession, { out }: World, redraws: boolean): Promise<void> {
  const { columns, rows } = out.size()
  try {
    // Programs draw when the size changes, and not when they are told the same again.
    if (redraws) await session.resize({ columns, rows: rows + 1 })
    await session.resize({ columns, rows })
  } catch (error) {
    if (!isEngineError(error)) throw error
  }
}
