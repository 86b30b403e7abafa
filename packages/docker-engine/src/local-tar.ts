import { lstat, mkdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Entries of a tar get another first part of their names: that of `from` becomes `to`. */
export interface Renaming {
  readonly from: string
  /** Empty: what is below it comes without it. */
  readonly to: string
}

/** A tar of a file or folder here, as it comes; its names begin with `name`. A link is packed as a link. */
export async function* packPath(source: string, name: string): AsyncGenerator<Uint8Array> {
  const { packTar } = await import('modern-tar/fs')
  const type = (await lstat(source)).isDirectory() ? ('directory' as const) : ('file' as const)
  // No name is that of the folder itself.
  yield* packTar([{ type, source, target: name === '' ? '.' : name }])
}

/**
 * Unpacks a tar into a folder here that exists, as it comes. Links are made last, so that nothing is ever written
 * through one; they may lead anywhere. Owners are those of this process.
 */
export async function unpackInto(
  folder: string,
  tar: AsyncIterable<Uint8Array>,
  renaming: Renaming,
): Promise<void> {
  const { unpackTar } = await import('modern-tar/fs')
  const links: { readonly name: string; readonly target: string }[] = []
  const unpacking = unpackTar(folder, {
    filter: ({ type, name, linkname = '' }) => {
      if (type === 'symlink') links.push({ name: renamed(name, renaming), target: linkname })
      return type !== 'symlink'
    },
    map: (header) => ({
      ...header,
      name: renamed(header.name, renaming),
      ...(header.type === 'link' && { linkname: renamed(header.linkname ?? '', renaming) }),
    }),
  })
  await pipeline(tar, unpacking)
  const root = await realpath(folder)
  for (const { name, target } of links) await makeLink(path.join(root, name), target, root)
}

/** The name with another first part. Pure; throws when it leads out of where it is. */
export function renamed(name: string, { from, to }: Renaming): string {
  const clean = name.replace(/^\.?\/+/, '').replace(/\/+$/, '')
  if (clean.split('/').includes('..')) throw new Error(`The tar holds ${name}, which leads out of its folder`)
  const rest = clean === from ? '' : clean.startsWith(`${from}/`) ? clean.slice(from.length + 1) : clean
  return path.posix.join(to, rest)
}

async function makeLink(place: string, target: string, root: string): Promise<void> {
  await mkdir(path.dirname(place), { recursive: true })
  const parent = await realpath(path.dirname(place))
  if (parent !== root && !parent.startsWith(`${root}/`)) throw new Error(`${place} leads out of ${root}`)
  const there = await lstat(place).catch(() => undefined)
  if (there?.isDirectory()) throw new Error(`${place} is a folder, and was to become a link`)
  await rm(place, { force: true })
  await symlink(target, place)
}

/** What is at a path here: a link is what it leads to. `undefined`: nothing. */
export async function kindOfPath(place: string): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
