import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type PrivateEngine, startPrivateEngine } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BuildImage } from '../../engine.ts'
import { type ConnectedEngine, connectEngine } from '../connect-engine.ts'

describe('an Engine that stores images in containerd', () => {
  let daemon: PrivateEngine
  let engine: ConnectedEngine
  let context = ''

  beforeAll(async () => {
    daemon = await startPrivateEngine({ features: { 'containerd-snapshotter': true } })
    engine = connectEngine({ host: daemon.host })
    context = await mkdtemp(path.join(tmpdir(), 'berth-platforms-'))
    // Nothing runs in it, so that no other machine is needed to build it.
    await writeFile(
      path.join(context, 'Dockerfile'),
      'FROM scratch\nARG TARGETARCH\nCOPY $TARGETARCH /arch\n',
    )
    for (const arch of ['amd64', 'arm64']) await writeFile(path.join(context, arch), arch)
  })
  afterAll(async () => {
    engine.close()
    await rm(context, { recursive: true })
    await daemon.dispose()
  })

  const build = async (request: Partial<BuildImage>) => {
    const names: string[] = []
    const { id } = await engine.buildImage(
      { context, tags: ['platforms:1'], ...request },
      { onEvent: (event) => event.kind === 'step' && names.push(event.name) },
    )
    return { id, copied: new Set(names.flatMap((name) => /COPY (\S+) \/arch/.exec(name)?.[1] ?? [])) }
  }

  it('says so, and keeps an image of several platforms as one', async () => {
    await expect(engine.keepsPlatforms()).resolves.toBe(true)
    const { id, copied } = await build({ platforms: ['linux/amd64', 'linux/arm64'] })
    expect(copied).toEqual(new Set(['amd64', 'arm64']))
    const { Id, RepoDigests } = await engine.inspectImage('platforms:1')
    expect([Id, RepoDigests]).toEqual([id, [`platforms@${id}`]])
  })

  it('keeps beside an image how it was made, where that is asked for', async () => {
    const { id } = await build({})
    expect((await build({})).id).toBe(id)
    expect((await build({ attestations: { provenance: 'mode=max' } })).id).not.toBe(id)
  })
})
