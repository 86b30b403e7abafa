import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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

  it('say when the registry cannot be reached', async () => {
    const reference = `127.0.0.1:${await freePort()}/app:1`
    await expect(engine.pullImage(reference)).rejects.toMatchObject({
      code: 'ENGINE_REGISTRY_UNREACHABLE',
      details: { image: reference },
    })
  })
})
