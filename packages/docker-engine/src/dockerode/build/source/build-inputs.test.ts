import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BuildInputs, readBuildInputs } from './build-inputs.ts'

describe('what a build reads', () => {
  let root = ''
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'berth-inputs-'))
  })
  afterEach(() => rm(root, { recursive: true }))

  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true })
      await writeFile(path.join(root, file), text)
    }
  }

  const isIgnored = ({ folders }: BuildInputs, folder: string, file: string) => {
    const served = folders.get(folder)
    return served?.kind === 'folder' && served.ignore.isIgnored(file)
  }
  const dockerfiles = ({ folders }: BuildInputs) => {
    const served = folders.get('dockerfile')
    return served?.kind === 'contents' ? Object.fromEntries(served.files) : undefined
  }

  it('is a folder and the Dockerfile in it', async () => {
    await write({ Dockerfile: 'FROM scratch' })
    const inputs = await readBuildInputs({ context: root, tags: [] })
    expect(inputs.options).toEqual({ filename: 'Dockerfile' })
    expect([...inputs.folders.keys()].sort()).toEqual(['context', 'dockerfile'])
  })

  it('may be a Dockerfile that is written small', async () => {
    await write({ dockerfile: 'FROM scratch' })
    const inputs = await readBuildInputs({ context: root, tags: [] })
    expect(dockerfiles(inputs)).toEqual({ Dockerfile: Buffer.from('FROM scratch') })
  })

  it('obeys the ignore file of the Dockerfile rather than that of the context', async () => {
    await write({ 'docker/Web': 'FROM scratch', 'docker/Web.dockerignore': 'a', '.dockerignore': 'b' })
    const inputs = await readBuildInputs({ context: root, dockerfile: 'docker/Web', tags: [] })
    expect(Object.keys(dockerfiles(inputs) ?? {})).toEqual(['Web', 'Web.dockerignore'])
    expect([isIgnored(inputs, 'context', 'a'), isIgnored(inputs, 'context', 'b')]).toEqual([true, false])
  })

  it('leaves to the Engine what is behind a URL, and the Dockerfile in there', async () => {
    const context = 'https://git.test/app.git#main:web'
    const inputs = await readBuildInputs({ context, dockerfile: 'docker/Web', tags: [] })
    expect(inputs).toEqual({ options: { filename: 'docker/Web', context }, folders: new Map() })
  })

  it('gives a Dockerfile of its own to what is behind a URL', async () => {
    const context = 'https://files.test/app.tar.gz'
    const inputs = await readBuildInputs({ context, dockerfileInline: 'FROM scratch', tags: [] })
    expect(inputs.options).toEqual({ filename: 'Dockerfile', context, dockerfilekey: 'dockerfile' })
    expect(dockerfiles(inputs)).toEqual({ Dockerfile: Buffer.from('FROM scratch') })
  })

  it('serves other folders by name, each with its own ignore file', async () => {
    await write({ Dockerfile: 'FROM scratch', 'lib/.dockerignore': 'x' })
    const lib = path.join(root, 'lib')
    const contexts = { context: lib, lib, base: 'docker-image://alpine' }
    const inputs = await readBuildInputs({ context: root, contexts, tags: [] })
    expect(inputs.options).toMatchObject({
      'context:context': 'local:_context',
      'context:lib': 'local:lib',
      'context:base': 'docker-image://alpine',
      'frontend.caps': 'moby.buildkit.frontend.contexts+forward',
    })
    expect([...inputs.folders.keys()].sort()).toEqual(['_context', 'context', 'dockerfile', 'lib'])
    expect([isIgnored(inputs, 'lib', 'x'), isIgnored(inputs, 'context', 'x')]).toEqual([true, false])
  })

  it('cannot be a Dockerfile that is not there', async () => {
    await expect(readBuildInputs({ context: root, tags: [] })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      details: { dockerfile: path.join(root, 'Dockerfile') },
    })
  })
})
