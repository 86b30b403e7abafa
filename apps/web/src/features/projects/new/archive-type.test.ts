import { expect, it } from 'vitest'
import { toArchive } from './archive-type.ts'

it.each([
  ['shop.zip', 'application/x-zip-compressed', 'shop application/zip'],
  ['Shop-1.2.TAR.GZ', '', 'Shop-1.2 application/gzip'],
  ['shop.tgz', 'application/x-compressed', 'shop application/gzip'],
  ['shop.tar', 'application/x-tar', 'shop application/x-tar'],
  ['shop.tar.zst', '', 'shop application/zstd'],
  ['compose.yaml', 'text/yaml', undefined],
  ['dump.sql.gz', 'application/gzip', undefined],
])('knows %s of the type "%s" by its name', (name, type, expected) => {
  const archive = toArchive(new File(['x'], name, { type }))
  expect(archive && `${archive.baseName} ${archive.file.type}`).toBe(expected)
})
