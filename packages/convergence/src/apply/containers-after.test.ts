import { EngineError } from '@berth/docker-engine'
import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { down, up } from '../testing/converge-on.ts'

/** What the Engine itself says, in the same words. */
async function runs(engine: FakeEngine) {
  const containers = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  return containers
    .map(({ id, name, image, imageId }) => ({ id, name, image, imageId }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

const web = (tag: string, scale = 1) =>
  `name: shop\nservices: {web: {image: "host.test/web:1", environment: {TAG: "${tag}"}, scale: ${scale}}, db: {image: db}}`

const engineWith = () =>
  createFakeEngine({
    images: [{ reference: 'db' }],
    registry: [{ reference: 'host.test/web:1', content: 'one' }],
  })

describe('the containers that a run leaves', () => {
  it('are those of the Engine, after each change of a project', async () => {
    const engine = engineWith()
    for (const file of [web('1'), web('1'), web('2', 3), web('3', 3), web('3', 1)]) {
      const { result } = await up(engine, file)
      expect(result.containers).toMatchObject(await runs(engine))
    }
    expect((await down(engine, web('3'))).result.containers).toEqual([])
  })

  it('have the digest of an image that was pulled, now or before, and none of one that was not', async () => {
    const engine = engineWith()
    const first = await up(engine, web('1'))
    const { id } = await engine.pullImage('host.test/web:1')
    const digests = [
      ['shop-db-1', undefined],
      ['shop-web-1', `host.test/web@${id}`],
    ]
    const digestsOf = ({ result }: typeof first) =>
      result.containers.map(({ name, repoDigest }) => [name, repoDigest])
    expect(digestsOf(first)).toEqual(digests)
    expect(digestsOf(await up(engine, web('1')))).toEqual(digests)
    expect(digestsOf(await up(engine, web('2')))).toEqual(digests)
  })

  it('have the digest of what they were made of, when the name means another image by now', async () => {
    const engine = engineWith()
    await up(engine, web('1'))
    const { id } = await engine.pullImage('host.test/web:1')
    engine.publishImage({ reference: 'host.test/web:1', content: 'two' })
    await engine.pullImage('host.test/web:1')
    const { result } = await up(engine, web('1'), { plan: { recreate: 'never' } })
    expect(result.containers).toContainEqual(
      expect.objectContaining({ name: 'shop-web-1', imageId: id, repoDigest: `host.test/web@${id}` }),
    )
  })

  it('are the old ones again after a rollback', async () => {
    const engine = engineWith()
    const { result: before } = await up(engine, web('1'))
    engine.failNext('startContainer', new EngineError('ENGINE_REFUSED', 'no'))
    const { result } = await up(engine, web('2'))
    expect(result.rolledBack).toEqual(['web'])
    expect(result.containers).toEqual(before.containers)
  })
})
