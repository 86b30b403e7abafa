import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sourceStack } from './source-stack.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'berth stack-'))
const bundle = path.join(folder, 'dist.cjs')
// Column 40 of the bundle's only line is line 3, column 9 of the source.
writeFileSync(
  `${bundle}.map`,
  JSON.stringify({ version: 3, sources: ['src/deploy.ts'], names: [], mappings: 'uCAEQ' }),
)

afterAll(() => rmSync(folder, { recursive: true }))

describe('sourceStack', () => {
  it('tells places in the bundle as places in the sources', () => {
    const stack = `TypeError: no such place\n    at async e (${bundle}:1:40)\n    at ${bundle}:1:41`
    const source = `${path.relative(process.cwd(), folder)}/src/deploy.ts`
    expect(sourceStack(stack)).toBe(`TypeError: no such place\n    at ${source}:3:9\n    at ${source}:3:10`)
  })

  it('leaves alone what comes from elsewhere', () => {
    const stack =
      'Error: full\n    at write (node:fs:10:2)\n    at async /srv/other.js:1:2\n    at <anonymous>'
    expect(sourceStack(stack)).toBe(stack)
  })
})
