import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ReadableStream, type ReadableWritablePair } from 'node:stream/web'
import type { RunArtifact } from '@berth/contract'
import { type EngineReader, isEngineError, type PathStat } from '@berth/docker-engine'
import { createTarDecoder, type ParsedTarEntry } from 'modern-tar'

type Kept = Omit<RunArtifact, 'url'>

export interface Collecting {
  /** Id of the container, which may have ended. */
  readonly container: string
  /** Absolute, in the container. */
  readonly paths: readonly string[]
  /** Where they go; made when something does. */
  readonly folder: string
  readonly limits?: ArtifactLimits
}

/** Bytes of one artifact, and of all of a run. */
export interface ArtifactLimits {
  readonly one: number
  readonly all: number
}

const usualLimits: ArtifactLimits = { one: 128 * 2 ** 20, all: 512 * 2 ** 20 }
const mostLinks = 8

/**
 * Takes files out of a container, each under the last part of its path, and folders as a tar. What cannot be kept
 * says why, and keeps the others from nothing.
 */
export async function collectArtifacts(engine: EngineReader, collecting: Collecting): Promise<Kept[]> {
  const { paths, limits = usualLimits } = collecting
  const kept: Kept[] = []
  let room = limits.all
  for (const asked of paths) {
    const name = freeName(asked, kept)
    const artifact = await collect(engine, { ...collecting, asked, name, room: Math.min(room, limits.one) })
    room -= artifact.sizeBytes ?? 0
    kept.push(artifact)
  }
  return kept
}

interface One extends Collecting {
  readonly asked: string
  readonly name: string
  /** Bytes that it may have. */
  readonly room: number
}

async function collect(engine: EngineReader, one: One): Promise<Kept> {
  const { container, asked, room } = one
  try {
    const { at, stat } = await statAt(engine, container, asked)
    if (stat.kind !== 'file' && stat.kind !== 'folder') {
      return { name: one.name, path: asked, error: `${asked} is neither a file nor a folder.` }
    }
    const isFolder = stat.kind === 'folder'
    const name = isFolder ? `${one.name}.tar` : one.name
    if (!isFolder && stat.sizeBytes > room) return { name, path: asked, error: tooLarge(asked, room) }
    const archive = engine.getArchive(container, at)
    const bytes = isFolder ? archive : firstFile(archive)
    return { name, path: asked, ...(await save(bytes, { ...one, name })) }
  } catch (error) {
    if (isDiskError(error)) {
      return { name: one.name, path: asked, error: `Berth could not write ${asked}: ${error.code}.` }
    }
    if (!isEngineError(error)) throw error
    const why = error.code === 'ENGINE_NOT_FOUND' ? `There is no ${asked} in the container.` : error.message
    return { name: one.name, path: asked, error: why }
  }
}

/** What a path leads to. */
async function statAt(
  engine: EngineReader,
  container: string,
  asked: string,
): Promise<{ readonly at: string; readonly stat: PathStat }> {
  let at = asked
  let stat = await engine.statPath(container, at)
  for (
    let links = 0;
    stat.kind === 'link' && stat.linkTarget !== undefined && links < mostLinks;
    links += 1
  ) {
    at = stat.linkTarget
    stat = await engine.statPath(container, at)
  }
  return { at, stat }
}

async function save(
  bytes: AsyncIterable<Uint8Array>,
  { asked, name, folder, room }: One,
): Promise<Pick<Kept, 'sizeBytes' | 'error'>> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, name)
  let sizeBytes = 0
  const bounded = async function* () {
    for await (const chunk of bytes) {
      sizeBytes += chunk.length
      if (sizeBytes > room) return
      yield chunk
    }
  }
  await pipeline(Readable.from(bounded(), { objectMode: false }), createWriteStream(file))
  if (sizeBytes <= room) return { sizeBytes }
  await rm(file, { force: true })
  return { error: tooLarge(asked, room) }
}

type TarFile = Pick<ParsedTarEntry, 'header'> & { readonly body: ReadableStream<Uint8Array> }

/** The content of the only file in a tar. */
async function* firstFile(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // Safe: they are Node's own streams, which the package types as those of a browser.
  const decoder = createTarDecoder() as unknown as ReadableWritablePair<TarFile, Uint8Array>
  const entries = ReadableStream.from(archive).pipeThrough(decoder)
  for await (const { header, body } of entries) {
    if (header.type !== undefined && header.type !== 'file') {
      await body.cancel()
      continue
    }
    yield* body
    return
  }
}

const isDiskError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error

const tooLarge = (asked: string, room: number) =>
  `${asked} is larger than the ${Math.floor(room / 2 ** 20)} MiB that are left for it.`

/** The last part of a path as the name of a file of ours, and none that is taken. */
function freeName(asked: string, taken: readonly Kept[]): string {
  const base =
    path.posix
      .basename(asked)
      .replaceAll(/[^A-Za-z0-9._-]/g, '_')
      .replace(/^\.+/, '_') || 'artifact'
  const isTaken = (name: string) => taken.some((each) => each.name === name || each.name === `${name}.tar`)
  let name = base
  for (let count = 2; isTaken(name); count += 1) name = `${count}-${base}`
  return name
}
