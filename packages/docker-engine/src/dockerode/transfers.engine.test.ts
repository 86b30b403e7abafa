import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  freePort,
  startRegistry,
  type TestRegistry,
} from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TransferProgress } from '../engine.ts'
import { type ConnectedEngine, connectEngine } from './connect-engine.ts'
import { dockerConfigAuth } from './registry-auth.ts'

describe('pull and push', () => {
  let engine: ConnectedEngine
  let open: TestRegistry
  let closed: TestRegistry
  let config = ''
  const auth = { username: 'ada', password: 'pass:word' }

  /** An engine whose credentials are in a config.json as `docker login` writes it. */
  const loggedIn = async (registry: string, password: string): Promise<ConnectedEngine> => {
    const entry = { auth: Buffer.from(`${auth.username}:${password}`).toString('base64') }
    await writeFile(path.join(config, 'config.json'), JSON.stringify({ auths: { [registry]: entry } }))
    return connectEngine({ host: engine.endpoint, registryAuth: dockerConfigAuth(config) })
  }

  beforeAll(async () => {
    const found = await connectTestEngine()
    await ensureBusybox(found)
    engine = connectEngine({ host: found.endpoint, registryAuth: async () => undefined })
    found.close()
    config = await mkdtemp(path.join(tmpdir(), 'berth-transfers-'))
    open = await startRegistry()
    closed = await startRegistry({ auth })
  })
  afterAll(async () => {
    engine.close()
    await rm(config, { recursive: true })
    await open.stop()
    await closed.stop()
  })

  it('bring an image to a registry and back, and tell of its layers', async () => {
    const reference = `${open.host}/berth/${randomBytes(4).toString('hex')}:1.0`
    const { Id } = await engine.inspectImage('busybox')
    await engine.tagImage('busybox', reference)
    const pushed: TransferProgress[] = []
    await engine.pushImage(reference, { onProgress: (progress) => pushed.push(progress) })
    expect(pushed).toContainEqual(expect.objectContaining({ status: 'Pushed' }))
    expect(pushed).toContainEqual(expect.objectContaining({ totalBytes: expect.any(Number) }))
    await engine.removeImage(reference)

    const pulled: TransferProgress[] = []
    const options = { onProgress: (progress: TransferProgress) => pulled.push(progress) }
    const digest = await engine.resolveDigest(reference)
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    const repository = reference.replace(/:1\.0$/, '')
    await expect(engine.pullImage(reference, options)).resolves.toEqual({
      id: Id,
      repoDigests: expect.arrayContaining([`${repository}@${digest}`]),
    })
    expect(pulled.length).toBeGreaterThan(0)
    await engine.removeImage(reference)
  })

  it('take the credentials of docker login', async () => {
    const reference = `${closed.host}/private:1`
    const signedIn = await loggedIn(closed.host, auth.password)
    await signedIn.tagImage('busybox', reference)
    await signedIn.pushImage(reference)
    await signedIn.removeImage(reference)
    const { Id } = await engine.inspectImage('busybox')
    await expect(signedIn.pullImage(reference)).resolves.toMatchObject({ id: Id })
    await signedIn.removeImage(reference)
    signedIn.close()
  })

  it('take the credentials that are given for one call', async () => {
    const reference = `${closed.host}/private:2`
    const registryAuth = async (registry: string) => ({ ...auth, serveraddress: registry })
    await engine.tagImage('busybox', reference)
    await engine.pushImage(reference, { registryAuth })
    await expect(engine.resolveDigest(reference, { registryAuth })).resolves.toMatch(/^sha256:/)
    await engine.removeImage(reference)
    await expect(engine.pullImage(reference)).rejects.toMatchObject({ code: 'ENGINE_REGISTRY_DENIED' })
    await expect(engine.pullImage(reference, { registryAuth })).resolves.toHaveProperty('id')
    await engine.removeImage(reference)
  })

  it('are denied without credentials and with a wrong password', async () => {
    const reference = `${closed.host}/private:1`
    const denied = { code: 'ENGINE_REGISTRY_DENIED', details: { image: reference } }
    await engine.tagImage('busybox', reference)
    await expect(engine.pushImage(reference)).rejects.toMatchObject(denied)
    await expect(engine.pullImage(reference)).rejects.toMatchObject(denied)
    await expect(engine.resolveDigest(reference)).rejects.toMatchObject(denied)
    const wrong = await loggedIn(closed.host, 'wrong')
    await expect(wrong.pushImage(reference)).rejects.toMatchObject(denied)
    await expect(wrong.pullImage(reference)).rejects.toMatchObject(denied)
    wrong.close()
    await engine.removeImage(reference)
  })

  it('do not find an image that the registry does not have', async () => {
    const reference = `${open.host}/nowhere:1`
    await expect(engine.pullImage(reference)).rejects.toMatchObject({
      code: 'ENGINE_IMAGE_NOT_FOUND',
      details: { image: reference },
    })
  })

  it.each([
    {
      status: 429,
      body: { errors: [{ code: 'TOOMANYREQUESTS', message: 'You have reached your limit.' }] },
      code: 'ENGINE_REGISTRY_LIMITED',
      words: 'You have reached your limit.',
    },
    {
      status: 500,
      body: {},
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      words: '500 Internal Server Error',
    },
  ])('say which registry answers $status, and what that means', async ({ status, body, code, words }) => {
    const server = createServer((request, reply) => {
      reply.writeHead(request.url === '/v2/' ? 200 : status, { 'content-type': 'application/json' })
      reply.end(JSON.stringify(body))
    }).listen(await freePort(), '127.0.0.1')
    await once(server, 'listening')
    // Listening on TCP, so the address is no pipe name.
    const reference = `127.0.0.1:${(server.address() as AddressInfo).port}/app:1`
    try {
      await expect(engine.pullImage(reference)).rejects.toMatchObject({
        code,
        message: expect.stringMatching(new RegExp(`^Could not pull ${reference}: .*${words}`)),
        details: { image: reference },
      })
      await expect(engine.resolveDigest(reference)).rejects.toMatchObject({ code })
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('keep the credentials of several registries apart', async () => {
    const others = { username: 'eve', password: 'other' }
    const second = await startRegistry({ auth: others })
    const references = [`${closed.host}/apart:1`, `${second.host}/apart:1`]
    const auths = Object.fromEntries(
      [
        [closed.host, auth] as const,
        [`http://${second.host}/v2/`, others] as const,
        ['https://index.docker.io/v1/', { username: 'hub', password: 'hub' }] as const,
      ].map(([key, { username, password }]) => [
        key,
        { auth: Buffer.from(`${username}:${password}`).toString('base64') },
      ]),
    )
    await writeFile(path.join(config, 'config.json'), JSON.stringify({ auths }))
    const both = connectEngine({ host: engine.endpoint, registryAuth: dockerConfigAuth(config) })
    try {
      for (const reference of references) await both.tagImage('busybox', reference)
      await Promise.all(references.map((reference) => both.pushImage(reference)))
      const digests = await Promise.all(references.map((reference) => both.resolveDigest(reference)))
      expect(digests).toEqual([expect.stringMatching(/^sha256:/), digests[0]])
    } finally {
      for (const reference of references) await both.removeImage(reference)
      both.close()
      await second.stop()
    }
  })

  it('say when the registry cannot be reached', async () => {
    const reference = `127.0.0.1:${await freePort()}/app:1`
    await expect(engine.pullImage(reference)).rejects.toMatchObject({
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: reference },
    })
  })
})
