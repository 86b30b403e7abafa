import { lstat, readdir, readlink } from 'node:fs/promises'
import path from 'node:path'

/** A file, folder or link of a build context. */
export interface ContextFile {
  /** Relative to the context, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
  /** The permission bits of `stat`, set-uid and its like included. */
  readonly mode: number
  readonly size: number
  readonly modifiedNs: bigint
  /** Links only. */
  readonly target?: string
}

/** Which files to send. Sending more than is wanted is harmless; sending less is not. */
export interface ContextFilter {
  readonly isIgnored: (file: string) => boolean
  /** An ignored folder may hold files that a `!` rule takes back. */
  readonly mayHoldKept: boolean
  readonly isWanted: (file: string) => boolean
}

/**
 * Walks a build context in the order BuildKit wants: every folder sorted by bytes, and before its content.
 * A folder that is only there for a file below it comes just before that file. Sockets, pipes and devices
 * are left out.
 */
export async function* walkContext(root: string, filter: ContextFilter): AsyncGenerator<ContextFile> {
  yield* walkFolder({ root, filter, pending: [] }, '')
}

interface Walk {
  readonly root: string
  readonly filter: ContextFilter
  /** Ignored folders above, not sent so far. */
  readonly pending: ContextFile[]
}

async function* walkFolder(walk: Walk, folder: string): AsyncGenerator<ContextFile> {
  const names = await readdir(path.join(walk.root, folder))
  names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  for (const name of names) {
    const inside = folder ? `${folder}/${name}` : name
    if (!walk.filter.isWanted(inside)) continue
    const file = await look(walk.root, inside)
    if (file) yield* visit(walk, file)
  }
}

async function* visit(walk: Walk, file: ContextFile): AsyncGenerator<ContextFile> {
  const { filter, pending } = walk
  const isIgnored = filter.isIgnored(file.path)
  if (isIgnored && !(file.kind === 'folder' && filter.mayHoldKept)) return
  if (isIgnored) pending.push(file)
  else yield* [...pending.splice(0), file]
  if (file.kind === 'folder') yield* walkFolder(walk, file.path)
  if (pending.at(-1) === file) pending.pop()
}

async function look(root: string, inside: string): Promise<ContextFile | undefined> {
  const full = path.join(root, inside)
  const stat = await lstat(full, { bigint: true })
  const common = { path: inside, mode: Number(stat.mode) & 0o7777, modifiedNs: stat.mtimeNs }
  if (stat.isFile()) return { ...common, kind: 'file', size: Number(stat.size) }
  if (stat.isDirectory()) return { ...common, kind: 'folder', size: 0 }
  if (!stat.isSymbolicLink()) return undefined
  return { ...common, kind: 'link', size: 0, target: await readlink(full) }
}
