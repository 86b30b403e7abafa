import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { PathStat, PutArchiveOptions, TarBytes } from '../container-access.ts'
import type { Engine } from '../engine.ts'
import { EngineError } from '../errors.ts'
import { type Connection, openStream, readJson } from './connection.ts'
import { type Attempt, type EngineFailure, toEngineError } from './to-engine-error.ts'

/** Files that go into containers and come out of them. */
export const archiveCalls = ({
  ask,
}: Connection): Pick<Engine, 'statPath' | 'getArchive' | 'exportContainer' | 'putArchive'> => ({
  statPath: (id, path, { signal } = {}) =>
    ask({ doing: `look at ${path} in container ${id}` }, signal, async (docker) => {
      const request = { path: `${archiveOf(id)}?`, query: { path }, signal }
      const reply = await openStream(docker, { ...request, method: 'HEAD' }).catch((error) => {
        throw (error as EngineFailure).statusCode === 404 ? nothingThere(id, path) : error
      })
      reply.resume()
      return readStat(String(reply.headers['x-docker-container-path-stat']))
    }),

  getArchive: (id, path, { signal } = {}) =>
    download(
      ask,
      { doing: `copy ${path} from container ${id}` },
      { path: `${archiveOf(id)}?`, query: { path }, signal },
    ),

  exportContainer: (id, { signal } = {}) =>
    download(
      ask,
      { doing: `export container ${id}` },
      { path: `/containers/${encodeURIComponent(id)}/export`, signal },
    ),

  putArchive: async (id, folder, tar, options = {}) => {
    const doing = `copy to ${folder} in container ${id}`
    let ownFault: { readonly error: unknown } | undefined
    const source = Readable.from(chunksOf(tar), { objectMode: false })
    // What fails while the tar is made has nothing to do with the Engine.
    source.on('error', (error) => {
      ownFault = { error }
    })
    try {
      await ask({ doing }, options.signal, (docker) => upload(docker, { id, folder, source }, options))
    } catch (error) {
      throw ownFault ? ownFault.error : error
    } finally {
      source.destroy()
    }
  },
})

async function* download(
  ask: Connection['ask'],
  attempt: Attempt,
  request: {
    readonly path: string
    readonly query?: Readonly<Record<string, unknown>>
    readonly signal: AbortSignal | undefined
  },
): AsyncGenerator<Uint8Array> {
  const { signal } = request
  const stream = await ask(attempt, signal, (docker) => openStream(docker, { ...request, method: 'GET' }))
  try {
    yield* stream
  } catch (error) {
    signal?.throwIfAborted()
    throw toEngineError(error, attempt)
  } finally {
    stream.destroy()
  }
}

/** An answer to HEAD has no words. */
const nothingThere = (id: string, path: string) =>
  new EngineError('ENGINE_NOT_FOUND', `Could not find ${path} in container ${id}`)

const archiveOf = (id: string) => `/containers/${encodeURIComponent(id)}/archive`

async function upload(
  docker: Docker,
  { id, folder, source }: { id: string; folder: string; source: Readable },
  { signal, isOwnedByUser, keepsKind }: PutArchiveOptions,
): Promise<void> {
  const query = {
    path: folder,
    ...(isOwnedByUser && { copyUIDGID: true }),
    ...(keepsKind && { noOverwriteDirNonDir: true }),
  }
  await readJson(docker, { method: 'PUT', path: `${archiveOf(id)}?`, query, file: source, signal })
}

async function* chunksOf(tar: TarBytes): AsyncGenerator<Uint8Array> {
  if (tar instanceof Uint8Array) yield tar
  else yield* tar
}

/** As Go counts them, above the permission bits. */
const goMode = { folder: 2 ** 31, link: 2 ** 27, device: 2 ** 26, pipe: 2 ** 25, socket: 2 ** 24 } as const

function readStat(header: string): PathStat {
  // Safe: what the Engine describes as the content of this header.
  const stat = JSON.parse(Buffer.from(header, 'base64').toString()) as {
    name: string
    size: number
    mode: number
    linkTarget: string
  }
  return {
    name: stat.name,
    kind: kindOf(stat.mode),
    sizeBytes: stat.size,
    mode: stat.mode % 0o1000,
    ...(stat.linkTarget && { linkTarget: stat.linkTarget }),
  }
}

function kindOf(mode: number): PathStat['kind'] {
  const has = (bit: number) => Math.floor(mode / bit) % 2 === 1
  if (has(goMode.folder)) return 'folder'
  if (has(goMode.link)) return 'link'
  return has(goMode.device) || has(goMode.pipe) || has(goMode.socket) ? 'other' : 'file'
}
