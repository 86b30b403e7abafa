import { describe, expect, it } from 'vitest'
import type { OutputChunk } from './operation-store.ts'
import { createOutput } from './output.ts'

function setUp(limits = { most: 100, waitMs: 60_000, waiting: 20 }) {
  const delivered: OutputChunk[] = []
  const output = createOutput((chunks) => delivered.push(...chunks), limits)
  return { output, delivered }
}

describe('output', () => {
  it('gathers neighbouring lines of a step into one chunk of whole lines', () => {
    const { output, delivered } = setUp()
    output.add('build', 'one')
    output.add('build', 'two\n')
    output.add('pull', 'three')
    expect(delivered).toEqual([])
    output.flush()
    expect(delivered).toEqual([
      { step: 'build', text: 'one\ntwo\n' },
      { step: 'pull', text: 'three\n' },
    ])
  })

  it('does not let much wait', () => {
    const { output, delivered } = setUp()
    output.add('build', 'x'.repeat(20))
    expect(delivered).toHaveLength(1)
  })

  it('is cut when it is too much, and says so once', () => {
    const { output, delivered } = setUp()
    for (let line = 0; line < 10; line++) output.add('build', 'x'.repeat(30))
    output.flush()
    const text = delivered.map((chunk) => chunk.text).join('')
    expect(text.match(/x+\n/g)).toHaveLength(3)
    expect(text.endsWith('… cut after 100 characters\n')).toBe(true)
  })

  it('is handed over after a moment without being asked', async () => {
    const arrived = Promise.withResolvers<readonly OutputChunk[]>()
    createOutput(arrived.resolve, { most: 100, waitMs: 1, waiting: 20 }).add('build', 'one')
    expect(await arrived.promise).toEqual([{ step: 'build', text: 'one\n' }])
  })
})
