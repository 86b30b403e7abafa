import path from 'node:path'
import { type Engine, isEngineError, packPath } from '@berth/docker-engine'
import type { World } from '../world.ts'
import type { Copied } from './copy-out-of.ts'
import { baseOf, wayOf } from './copy-places.ts'
import { localSource } from './local-source.ts'
import { readInput } from './read-input.ts'

export interface CopyInto {
  readonly engine: Engine
  readonly world: World
  readonly container: string
  /** Here; `-` is a tar on standard input. */
  readonly from: string
  readonly to: string
  readonly followLinks: boolean
  /** Everything belongs to the user that the container runs as. */
  readonly asUser: boolean
}

/** Copies a file, folder or tar into a container; in words what is wrong, where it cannot. */
export async function copyInto(input: CopyInto): Promise<Copied> {
  const { engine, world, container, from, asUser } = input
  const target = await targetIn(input)
  const options = { keepsKind: true, ...(asUser && { isOwnedByUser: true }) }
  if (from === '-') {
    if (target.kind !== 'folder') return { wrong: `the destination ${input.to} must be a folder` }
    await engine.putArchive(container, target.path, readInput(world.input), options)
    return {}
  }
  const typed = path.isAbsolute(from) ? from : `${world.cwd}/${from}`
  const source = await localSource(typed, input.followLinks)
  if (source === undefined) return { wrong: `there is no ${from} here` }
  const way = wayOf({ source: { path: typed, kind: source.kind }, target })
  if ('wrong' in way) return way
  const tar = packPath(source.path, way.name === '' ? '' : way.name || baseOf(typed))
  await engine.putArchive(container, way.folder, tar, options)
  return {}
}

/** A link in the container is what it leads to. */
async function targetIn({ engine, container, to }: CopyInto) {
  const absolute = to.startsWith('/') ? to : `/${to}`
  try {
    const found = await engine.statPath(container, absolute)
    if (found.kind !== 'link' || found.linkTarget === undefined) {
      return { path: absolute, kind: found.kind === 'folder' ? ('folder' as const) : ('file' as const) }
    }
    const led = await engine.statPath(container, found.linkTarget)
    return { path: found.linkTarget, kind: led.kind === 'folder' ? ('folder' as const) : ('file' as const) }
  } catch (error) {
    if (!isEngineError(error, 'ENGINE_NOT_FOUND')) throw error
    return { path: absolute, kind: undefined }
  }
}
