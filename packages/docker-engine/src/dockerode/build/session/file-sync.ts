import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import path from 'node:path'
import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js'
import { type Packet, packetType, type Stat, sessionCodecs } from '../rpc/session-messages.ts'
import type { ServedFolder } from '../source/build-inputs.ts'
import { type ContextFile, walkContext } from '../source/context-files.ts'
import { noRules } from '../source/ignore-rules.ts'
import { wantedPaths } from '../source/wanted-paths.ts'
import { duplex, type SessionService } from './service.ts'

/** Files to offer, in order, each with a way to read it. */
type Offer = AsyncIterable<{ readonly stat: Partial<Stat>; readonly read?: () => AsyncIterable<Buffer> }>

type Call = ServerDuplexStream<Packet, Partial<Packet>>

type Folders = ReadonlyMap<string, ServedFolder>

/** Gives BuildKit the files of the folders it asks for by name. */
export const fileService = (folders: Folders): SessionService => ({
  definition: { DiffCopy: duplex('/moby.filesync.v1.FileSync/DiffCopy', sessionCodecs.packet) },
  implementation: { DiffCopy: (call: Call) => serveFiles(folders, call) },
})

/**
 * Serves files to BuildKit: it gets the list of all, asks for the content of those it has not seen before,
 * and says when it is done. So a second build of a large context sends only what changed.
 *
 * @see https://github.com/tonistiigi/fsutil/blob/master/send.go
 */
function serveFiles(folders: Folders, call: Call): void {
  const over = new AbortController()
  for (const event of ['cancelled', 'close', 'error']) call.on(event, () => over.abort())
  const send = async (packet: Partial<Packet>) => {
    over.signal.throwIfAborted()
    if (!call.write(packet)) await once(call, 'drain', { signal: over.signal })
  }
  transfer(folders, call, send).then(
    () => call.end(),
    (error) => {
      if (over.signal.aborted) return
      call.write({ type: packetType.error, data: Buffer.from(String(error.message)) })
      call.end()
    },
  )
}

async function transfer(folders: Folders, call: Call, send: (packet: Partial<Packet>) => Promise<void>) {
  const readers = new Map<number, () => AsyncIterable<Buffer>>()
  const listing = list(await offerFor(folders, call.metadata), readers, send)
  await Promise.all([listing, answer(call, readers, send)])
}

async function list(
  offer: Offer,
  readers: Map<number, () => AsyncIterable<Buffer>>,
  send: (packet: Partial<Packet>) => Promise<void>,
): Promise<void> {
  let id = 0
  for await (const { stat, read } of offer) {
    // Before the packet leaves: the request for it may be back before `send` resolves.
    if (read) readers.set(id, read)
    // Safe: an absent field is proto3's default.
    await send({ type: packetType.stat, stat: stat as Stat })
    id += 1
  }
  await send({ type: packetType.stat })
}

/** One file after the other: more at once would only make the disk seek. */
async function answer(
  call: Call,
  readers: ReadonlyMap<number, () => AsyncIterable<Buffer>>,
  send: (packet: Partial<Packet>) => Promise<void>,
): Promise<void> {
  // Leaving the loop must not end the call: the last packet still has to go out.
  const packets: AsyncIterable<Packet> = call.iterator({ destroyOnReturn: false })
  for await (const packet of packets) {
    if (packet.type === packetType.error) throw new Error(Buffer.from(packet.data).toString('utf8'))
    if (packet.type === packetType.end) return send({ type: packetType.end })
    const read = packet.type === packetType.request ? readers.get(packet.ID) : undefined
    if (!read) continue
    for await (const data of read()) await send({ type: packetType.data, ID: packet.ID, data })
    await send({ type: packetType.data, ID: packet.ID })
  }
}

async function offerFor(folders: Folders, metadata: Metadata): Promise<Offer> {
  const [name = ''] = valuesOf(metadata, 'dir-name')
  const folder = folders.get(name)
  if (folder === undefined) throw new Error(`the build has no folder ${name}`)
  if (folder.kind === 'contents') return offerContents(folder.files)
  // BuildKit asks for .dockerignore first, then for the rest with what it says to leave out.
  const obeysIgnore = valuesOf(metadata, 'exclude-patterns').length > 0
  const isWanted = await wantedPaths(folder.root, valuesOf(metadata, 'followpaths'))
  const ignore = obeysIgnore ? folder.ignore : noRules
  return offerFiles(folder.root, walkContext(folder.root, { ...ignore, isWanted }))
}

async function* offerFiles(root: string, files: AsyncIterable<ContextFile>): Offer {
  for await (const file of files) {
    const read = () => createReadStream(path.join(root, file.path), { highWaterMark: 32 * 1024 })
    yield { stat: toStat(file), ...(file.kind === 'file' && { read }) }
  }
}

async function* offerContents(contents: ReadonlyMap<string, Buffer>): Offer {
  for (const [name, content] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const read = async function* () {
      yield content
    }
    yield { stat: { path: name, mode: 0o644, size: content.length, modTime: timeFor(content) }, read }
  }
}

/** Not a time, but another for other content: BuildKit keeps what it has of a file while size and time are the same. */
const timeFor = (content: Buffer) => String(createHash('sha256').update(content).digest().readUIntBE(0, 6))

/** Go's file mode bits, which differ from those of stat. */
const goMode = { folder: 2 ** 31, link: 2 ** 27, setuid: 2 ** 23, setgid: 2 ** 22, sticky: 2 ** 20 }

/** Owner and group stay 0, so that a build does not depend on who runs it. */
function toStat({ path: name, kind, mode, size, modifiedNs, target = '' }: ContextFile): Partial<Stat> {
  const special =
    (mode & 0o4000 ? goMode.setuid : 0) +
    (mode & 0o2000 ? goMode.setgid : 0) +
    (mode & 0o1000 ? goMode.sticky : 0)
  const kindBit = kind === 'file' ? 0 : goMode[kind]
  return {
    path: name,
    mode: kindBit + special + (mode & 0o777),
    size,
    modTime: String(modifiedNs),
    linkname: target,
  }
}

/** Several values arrive joined, as HTTP/2 joins them; what is not ASCII is percent-encoded, with a note. */
function valuesOf(metadata: Metadata, key: string): string[] {
  const values = metadata.get(key).flatMap((value) => String(value).split(', '))
  const isEncoded = metadata.get(`${key}-encoded`).length > 0
  return isEncoded ? values.map((value) => decodeURIComponent(value.replaceAll('+', ' '))) : values
}
