import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { describe, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../testing/start-server.ts'

const compose = 'services:\n  web:\n    image: busybox\n'
const url = '/api/v1/projects/shop'

const put = (server: TestServer, payload: Buffer, type = 'application/octet-stream') =>
  server.call({ method: 'PUT', url, payload, headers: { 'content-type': type } })

const onDisk = (server: TestServer, file: string) => path.join(server.dataDir, 'projects/shop', file)

interface Item {
  readonly path: string
  readonly text?: string
  /** As in `stat`: kind of file and permissions. */
  readonly mode?: number
  readonly link?: string
}

const tar = async (items: readonly Item[]) =>
  Buffer.from(
    await packTar(
      items.map(({ path: name, text = '', mode = 0o644, link }) =>
        link === undefined
          ? { header: { name, size: Buffer.byteLength(text), mode: mode & 0o777 }, body: text }
          : { header: { name, size: 0, type: 'symlink' as const, linkname: link } },
      ),
    ),
  )

/** @param said What the archive says of the size of each file, instead of the truth. */
function zip(items: readonly Item[], said?: number): Buffer {
  let at = 0
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  for (const { path: name, text = '', mode = 0o100644 } of items) {
    const data = deflateRawSync(text)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(text), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(said ?? Buffer.byteLength(text), 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data])
    const place = Buffer.alloc(14)
    // Above the permissions as Unix has them.
    place.writeUInt32LE((mode * 0x10000) >>> 0, 6)
    place.writeUInt32LE(at, 10)
    const version = Buffer.from([20, 3])
    directory.push(Buffer.from('PK\x01\x02'), version, common, place, Buffer.from(name))
    parts.push(entry)
    at += entry.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(items.length, 4)
  end.writeUInt16LE(items.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end])
}

const items: readonly Item[] = [
  { path: 'compose.yaml', text: compose },
  { path: 'web/start.sh', text: '#!/bin/sh\n', mode: 0o100755 },
]

const formats = {
  'a zip': async (content: readonly Item[]) => zip(content),
  'a tar': tar,
  'a tar.gz': async (content: readonly Item[]) => gzipSync(await tar(content)),
  'a tar.zst': async (content: readonly Item[]) => zstdCompressSync(await tar(content)),
}
const pack = Object.entries(formats)

describe('a project sent as an archive', () => {
  it.each(pack)('is registered from %s, and files that can be run stay so', async (_name, packed) => {
    const server = await startServer()
    const reply = await put(server, await packed(items))
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ files: ['compose.yaml', 'web/start.sh'], totalServices: 1 })
    expect(await readFile(onDisk(server, 'compose.yaml'), 'utf8')).toBe(compose)
    expect((await stat(onDisk(server, 'web/start.sh'))).mode & 0o777).toBe(0o755)
    expect((await stat(onDisk(server, 'compose.yaml'))).mode & 0o777).toBe(0o644)
  })

  it('replaces all files that were there, if nobody changed them since', async () => {
    const server = await startServer()
    const first = await put(server, await tar([...items, { path: 'old.txt', text: 'old' }]))
    const archive = await tar(items)
    const headers = { 'content-type': 'application/x-tar', 'if-match': '"other"' }
    const refused = await server.call({ method: 'PUT', url, payload: archive, headers })
    expect(refused.json()).toMatchObject({ status: 412, code: 'FILES_CHANGED' })
    const replaced = await server.call({
      method: 'PUT',
      url,
      payload: archive,
      headers: { ...headers, 'if-match': first.json().filesEtag },
    })
    expect(replaced.json().files).toEqual(['compose.yaml', 'web/start.sh'])
  })

  it.each(pack)('loses the one folder that holds everything in %s', async (_name, packed) => {
    const server = await startServer()
    const inFolder = items.map((item) => ({ ...item, path: `./shop-1.2/${item.path}` }))
    expect((await put(server, await packed(inFolder))).json().files).toEqual(['compose.yaml', 'web/start.sh'])
  })

  it('keeps folders as they are when there is more than one', async () => {
    const server = await startServer()
    const two = [
      { path: 'a/compose.yaml', text: compose },
      { path: 'b/notes.txt', text: '' },
    ]
    expect((await put(server, await tar(two))).json().files).toEqual(['a/compose.yaml', 'b/notes.txt'])
  })

  it('leaves out what belongs to the tools that packed it', async () => {
    const server = await startServer()
    const junk = ['.git/config', 'web/.git/HEAD', '__MACOSX/._compose.yaml', '.DS_Store']
    const reply = await put(server, zip([...items, ...junk.map((name) => ({ path: name, text: 'x' }))]))
    expect(reply.json().files).toEqual(['compose.yaml', 'web/start.sh'])
  })
})

describe('an archive that is refused', () => {
  const refused = async (archive: Buffer) => {
    const server = await startServer()
    const reply = await put(server, archive)
    expect((await server.call({ method: 'GET', url })).statusCode).toBe(404)
    return reply.json<{ status: number; code: string; detail: string }>()
  }

  it.each(['../evil', '/etc/cron.d/evil', 'a/../../evil', 'a\\..\\evil'])('has the path %s', async (evil) => {
    const evilItems = [...items, { path: evil, text: 'x' }]
    for (const archive of [zip(evilItems), await tar(evilItems)]) {
      expect((await refused(archive)).status).toBe(400)
    }
  })

  it('has a symbolic link, and the answer names it', async () => {
    const link = { path: 'web/passwd', text: '/etc/passwd', mode: 0o120777, link: '/etc/passwd' }
    for (const archive of [zip([...items, link]), await tar([...items, link])]) {
      expect(await refused(archive)).toMatchObject({
        status: 400,
        code: 'ARCHIVE_INVALID',
        detail: '"web/passwd" in the archive is a symbolic link, not a file.',
      })
    }
  })

  it('unpacks to more than a project may hold', async () => {
    const bomb = [...items, { path: 'zeros', text: '\0'.repeat(40 * 2 ** 20) }]
    expect(await refused(gzipSync(await tar(bomb)))).toMatchObject({ status: 413, code: 'FILE_TOO_LARGE' })
    expect(await refused(zip(bomb))).toMatchObject({
      status: 413,
      detail: 'zeros in the archive is larger than 8 MiB.',
    })
  })

  it('says that it unpacks to little, and does not', async () => {
    const bomb = [{ path: 'zeros', text: '\0'.repeat(40 * 2 ** 20) }]
    expect(await refused(zip(bomb, 10))).toMatchObject({ status: 400, code: 'ARCHIVE_INVALID' })
  })

  it('holds more files than a project may', async () => {
    const many = Array.from({ length: 501 }, (_, index) => ({ path: `f${index}`, text: '' }))
    expect(await refused(await tar(many))).toMatchObject({ status: 413, code: 'FILE_TOO_LARGE' })
  })

  it.each([
    ['is nothing of the kind', Buffer.from('services: {}\n'.repeat(50))],
    ['is empty', Buffer.alloc(0)],
    ['ends too early', gzipSync('some text').subarray(0, 20)],
    ['is packed, but not tar', gzipSync('services: {}\n'.repeat(50))],
  ])('%s', async (_why, archive) => {
    expect(await refused(archive)).toMatchObject({ status: 400 })
  })

  it('was damaged on the way', async () => {
    const archive = zip(items)
    const at = archive.indexOf('compose.yaml') + 'compose.yaml'.length + 5
    archive.writeUInt8(archive.readUInt8(at) ^ 0xff, at)
    expect(await refused(archive)).toMatchObject({ status: 400, code: 'ARCHIVE_INVALID' })
  })

  it('is sent to another address, which takes JSON only', async () => {
    const server = await startServer()
    await put(server, await tar(items))
    const payload = await tar(items)
    const headers = { 'content-type': 'application/x-tar' }
    const reply = await server.call({ method: 'POST', url: '/api/v1/projects', payload, headers })
    expect(reply.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  })
})
