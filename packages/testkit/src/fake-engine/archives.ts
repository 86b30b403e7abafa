import path from 'node:path'
import type { Engine, PathStat, TarBytes } from '@berth/docker-engine'
import { packTar, type TarHeader, unpackTar } from 'modern-tar'
import { type FakeContainer, mustFindContainer } from './container.ts'
import { refusal } from './refusal.ts'
import type { World } from './world.ts'

/** A file or folder that was put into a container. */
export interface FakeFile {
  readonly header: TarHeader
  readonly data: Uint8Array
}

type ArchiveCalls = Pick<Engine, 'statPath' | 'getArchive' | 'exportContainer' | 'putArchive'>

/** Files of containers. There are only those that were put there, and `/`, `/tmp` and what is mounted. */
export const archiveCalls = (world: World): ArchiveCalls => ({
  statPath: async (id, asked) => {
    const found = filesAt(world, id, asked).get(path.normalize(asked))
    if (!found) throw refusal('ENGINE_NOT_FOUND', `look at ${asked} in container ${id}`, 'nothing is there')
    return toStat(asked, found.header)
  },

  async *getArchive(id, asked) {
    yield await packFiles(filesAt(world, id, asked), path.normalize(asked))
  },

  async *exportContainer(id) {
    yield await packFiles(filesAt(world, id, '/'), '/')
  },

  putArchive: async (id, folder, tar, { isOwnedByUser = false, keepsKind = false } = {}) => {
    const doing = `copy to ${folder} in container ${id}`
    const container = mustFindContainer(world, id, doing)
    if (!foldersOf(container).has(path.normalize(folder))) {
      const words = `Could not find the file ${folder} in container ${container.id}`
      throw refusal('ENGINE_NOT_FOUND', doing, words)
    }
    for (const { header, data = new Uint8Array() } of await entriesOf(tar)) {
      const file = path.join(folder, header.name).replace(/\/$/, '')
      const isFolder = header.type === 'directory'
      const wasFolder = foldersOf(container).has(file)
      if (keepsKind && wasFolder !== isFolder && (wasFolder || container.files.has(file)))
        throw refusal('ENGINE_REFUSED', doing, `cannot overwrite ${file} with another kind`)
      const owner = isOwnedByUser ? ownerOf(container) : {}
      container.files.set(file, { header: { ...header, ...owner }, data })
    }
  },
})

/** Names begin with the last part of the root. */
function packFiles(found: ReadonlyMap<string, FakeFile>, root: string) {
  const files = [...found].sort(([a], [b]) => (a < b ? -1 : 1))
  return packTar(
    files.map(([file, { header, data }]) => ({
      header: { ...header, name: path.join(path.basename(root), path.relative(root, file)) },
      body: data,
    })),
  )
}

async function entriesOf(tar: TarBytes) {
  const chunks: Uint8Array[] = []
  if (tar instanceof Uint8Array) chunks.push(tar)
  else for await (const chunk of tar) chunks.push(chunk)
  return unpackTar(Buffer.concat(chunks))
}

/** The only name that the fake knows is root. Without a user the tar's owners stay. */
function ownerOf({ body, image }: FakeContainer): Pick<TarHeader, 'uid' | 'gid'> {
  const user = body.User ?? image.config.User
  if (!user) return {}
  const [uid = 0, gid = 0] = user.split(':').map((name) => (name === 'root' ? 0 : Number(name)))
  return { uid, gid }
}

/** What is at a path and below it. */
function filesAt(world: World, id: string, asked: string): Map<string, FakeFile> {
  const doing = `copy ${asked} from container ${id}`
  const container = mustFindContainer(world, id, doing)
  const root = path.normalize(asked)
  const below = root === '/' ? '/' : `${root}/`
  const folders = [...foldersOf(container)].map((name) => [name, newFolder(name)] as const)
  const all = new Map([...folders, ...container.files])
  const found = [...all].filter(([file]) => file === root || file.startsWith(below))
  if (found.length > 0) return new Map(found)
  throw refusal('ENGINE_NOT_FOUND', doing, `Could not find the file ${asked} in container ${container.id}`)
}

/** Every folder: those of each container, and those above a file. */
function foldersOf({ files, mounts }: FakeContainer): Set<string> {
  const folders = new Set(['/', '/tmp', ...mounts.map(({ destination }) => destination)])
  for (const [file, { header }] of files) {
    if (header.type === 'directory') folders.add(file)
    for (let above = path.dirname(file); above !== '/'; above = path.dirname(above)) folders.add(above)
  }
  return folders
}

const newFolder = (name: string): FakeFile => ({
  header: { name, size: 0, type: 'directory', mode: 0o755, uid: 0, gid: 0 },
  data: new Uint8Array(),
})

function toStat(asked: string, { type = 'file', size, mode = 0o644, linkname }: TarHeader): PathStat {
  const kind = type === 'directory' ? 'folder' : type === 'symlink' ? 'link' : 'file'
  return {
    name: path.basename(asked),
    kind,
    sizeBytes: size,
    mode,
    ...(linkname && { linkTarget: path.resolve(path.dirname(asked), linkname) }),
  }
}
