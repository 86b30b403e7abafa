import { lstat, readlink } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a test of the paths that a Dockerfile copies, so that only those are read and sent: each path, the
 * folders above, all below, and where links on the way lead.
 *
 * It says yes to everything when it is not sure: with a wildcard, for the whole context, and when a path
 * does not exist. The last because a path with a comma arrives in pieces (HTTP/2 joins headers by it).
 */
export async function wantedPaths(
  root: string,
  paths: readonly string[],
): Promise<(file: string) => boolean> {
  const wanted = new Set<string>()
  for (const wantedPath of paths) {
    if (!(await follow(root, wantedPath, wanted))) return () => true
  }
  if (wanted.size === 0) return () => true
  return (file) => [...wanted].some((one) => isWithin(file, one) || isWithin(one, file))
}

const isWithin = (file: string, folder: string) => file === folder || file.startsWith(`${folder}/`)

/** As many links as Linux follows. */
const maxLinks = 40

async function follow(root: string, wantedPath: string, wanted: Set<string>): Promise<boolean> {
  let rest = partsOf(wantedPath)
  let at = ''
  for (let links = 0; rest.length > 0; ) {
    const [name = '', ...below] = rest
    if (/[*?[\\]/.test(name)) return false
    at = at ? `${at}/${name}` : name
    rest = below
    const target = await linkTarget(path.join(root, at))
    if (target === undefined) return false
    if (target === '') continue
    links += 1
    if (links > maxLinks) return false
    wanted.add(at)
    // An absolute target, and one that climbs out, is meant from the context's root.
    rest = [
      ...partsOf(path.posix.join('/', target.startsWith('/') ? '' : path.posix.dirname(at), target)),
      ...below,
    ]
    at = ''
  }
  if (at) wanted.add(at)
  return at !== ''
}

const partsOf = (file: string) => path.posix.normalize(`/${file}`).split('/').filter(Boolean)

/** Empty when it is no link, undefined when it does not exist. */
async function linkTarget(file: string): Promise<string | undefined> {
  try {
    return (await lstat(file)).isSymbolicLink() ? await readlink(file) : ''
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}
