import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'berth-stream-'))
const length = 1_000_000
const script = `
  const { standardStream } = await import(${JSON.stringify(new URL('./standard-stream.ts', import.meta.url).href)})
  const out = standardStream(1)
  out.write('a'.repeat(${length}))
  out.write('z')
  process.exitCode = 3
  if (out.isWritten) process.exit()`

afterAll(() => rmSync(folder, { recursive: true }))

const writer = (output: 'pipe' | number) =>
  spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', output, 'inherit'] })

const endOf = (child: ReturnType<typeof writer>) =>
  new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)))

describe('standardStream', () => {
  it('writes all of it, in order', async () => {
    const child = writer('pipe')
    const [written, code] = await Promise.all([child.stdout && text(child.stdout), endOf(child)])
    expect(written).toHaveLength(length + 1)
    expect(written?.endsWith('az')).toBe(true)
    expect(code).toBe(3)
  })

  it('waits for a reader whose pipe does not block', async () => {
    const pipe = path.join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const writeEnd = openSync(pipe, constants.O_RDWR | constants.O_NONBLOCK)
    const child = writer(writeEnd)
    const read = text(createReadStream(pipe, { end: length }))
    expect(await endOf(child)).toBe(3)
    expect((await read).endsWith('az')).toBe(true)
    closeSync(writeEnd)
  })

  it('ends quietly when nobody reads any more', async () => {
    const child = writer('pipe')
    child.stdout?.destroy()
    expect(await endOf(child)).toBe(0)
  })
})
