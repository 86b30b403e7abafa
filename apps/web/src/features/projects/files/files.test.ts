import { describe, expect, it } from 'vitest'
import { checkPath } from './file-path.ts'
import { toTreeRows } from './file-tree.ts'

it('draws folders before files, each by name, and indents what is in them', () => {
  const rows = toTreeRows(['.env', 'compose.yaml', 'web/Dockerfile', 'web/src/a.ts', 'api/Dockerfile'])
  expect(
    rows.map(({ name, depth, isFolder }) => `${'  '.repeat(depth)}${name}${isFolder ? '/' : ''}`),
  ).toEqual(['api/', '  Dockerfile', 'web/', '  src/', '    a.ts', '  Dockerfile', '.env', 'compose.yaml'])
})

describe('checkPath', () => {
  it.each(['web/.env', 'Dockerfile', 'a b/c-d.txt'])('allows %s', (path) => {
    expect(checkPath(path, ['compose.yaml'])).toBeUndefined()
  })

  it.each(['', '/etc/passwd', 'web/', '../x', 'a//b', 'a/./b', 'compose.yaml', 'x'.repeat(513)])(
    'refuses "%s"',
    (path) => {
      expect(checkPath(path, ['compose.yaml'])).toBeTypeOf('string')
    },
  )
})
