import { createFakeEngine, type FakeEngine } from '@berth/testkit'
import { describe, expect, it } from 'vitest'
import { up } from '../testing/converge-on.ts'

const newEngine = () => createFakeEngine({ images: [{ reference: 'app' }] })

const uploads = (engine: FakeEngine) => engine.calls.filter(({ method }) => method === 'putArchive')

const file = `
name: shop
services:
  app:
    image: app
    configs: [text, {source: text, target: /etc/owned, uid: "5", gid: "6", mode: 0400}]
configs: {text: {content: "hello"}}
`

async function read(engine: FakeEngine, path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of engine.getArchive('shop-app-1', path)) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('configs and secrets that are no files of the host', () => {
  it('R88: are in the container before it starts', async () => {
    const engine = newEngine()
    await up(engine, file)
    expect(await read(engine, '/text')).toContain('hello')
    await expect(engine.statPath('shop-app-1', '/etc/owned')).resolves.toMatchObject({
      mode: 0o400,
      sizeBytes: 5,
    })
    const methods = engine.calls.map(({ method }) => method)
    expect(methods.lastIndexOf('putArchive')).toBeLessThan(methods.indexOf('startContainer'))
    expect(uploads(engine).map(({ args }) => args[3])).toEqual([
      { isOwnedByUser: false, keepsKind: true },
      { isOwnedByUser: true, keepsKind: true },
    ])
  })

  it('R88: are copied again before the next start, and not into what runs', async () => {
    const engine = newEngine()
    await up(engine, file)
    await up(engine, file.replace('hello', 'another'))
    expect(uploads(engine)).toHaveLength(2)
    await engine.stopContainer('shop-app-1')
    await up(engine, file.replace('hello', 'another'))
    expect(await read(engine, '/text')).toContain('another')
  })

  it('may be empty', async () => {
    const engine = newEngine()
    await up(engine, file.replace('hello', ''))
    await expect(engine.statPath('shop-app-1', '/text')).resolves.toMatchObject({ sizeBytes: 0 })
  })
})

it('use_api_socket: the credentials of registries are those that Berth knows', async () => {
  const credentials = [
    { serveraddress: 'b.example', username: 'eve', password: 'secret' },
    { serveraddress: 'a.example', username: '', password: '', identitytoken: 'token' },
  ]
  const engine = createFakeEngine({ images: [{ reference: 'app' }], credentials })
  await up(engine, 'name: shop\nservices: {app: {image: app, use_api_socket: true}}')
  const text = await read(engine, '/run/secrets/docker/config.json')
  expect(JSON.parse(/\{.*\}/s.exec(text)?.[0] ?? '')).toEqual({
    auths: { 'a.example': { identitytoken: 'token' }, 'b.example': { auth: 'ZXZlOnNlY3JldA==' } },
  })
})
