import path from 'node:path'
import { type EngineReader, kindOfPath, unpackInto } from '@berth/docker-engine'
import type { World } from '../world.ts'
import { baseOf, wayOf } from './copy-places.ts'

export interface CopyOutOf {
  readonly engine: EngineReader
  readonly world: World
  readonly container: string
  readonly from: string
  /** Here; `-` is a tar on standard output. */
  readonly to: string
  readonly followLinks: boolean
}

/** `wrong`: why nothing was copied, in words. */
export interface Copied {
  readonly wrong?: string
}

/** Copies a file or folder out of a container; in words what is wrong, where it cannot. */
export async function copyOutOf(input: CopyOutOf): Promise<Copied> {
  const { engine, world, container, to } = input
  const absolute = input.from.startsWith('/') ? input.from : `/${input.from}`
  const stat = await engine.statPath(container, absolute)
  const isFollowed = input.followLinks && stat.kind === 'link' && stat.linkTarget !== undefined
  const source = isFollowed ? (stat.linkTarget ?? absolute) : absolute
  const kind = isFollowed ? (await engine.statPath(container, source)).kind : stat.kind
  if (to === '-') {
    for await (const bytes of engine.getArchive(container, source)) await world.out.writeBytes(bytes)
    return {}
  }
  const typed = path.isAbsolute(to) ? to : `${world.cwd}/${to}`
  const way = wayOf({
    source: { path: absolute, kind: kind === 'folder' ? 'folder' : 'file' },
    target: { path: typed, kind: await kindOfPath(typed) },
  })
  if ('wrong' in way) return way
  if ((await kindOfPath(way.folder)) !== 'folder') return { wrong: `there is no folder ${way.folder} here` }
  // Without what follows the name: the names in the tar then begin with it.
  const plain = source.replace(/(\/\.?)+$/, '') || '/'
  const tar = engine.getArchive(container, plain)
  await unpackInto(way.folder, tar, { from: baseOf(plain), to: way.name })
  return {}
}
