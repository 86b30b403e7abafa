import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dockerConfigAuth } from './registry-auth.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('credentials of the Docker command', () => {
  let folder = ''
  let searchPath: string | undefined
  const writeConfig = (config: object) => writeFile(path.join(folder, 'config.json'), JSON.stringify(config))

  /** A credential helper that answers what it was asked for, and notes how it was called. */
  const writeHelper = async (name: string, script: string) => {
    const file = path.join(folder, `docker-credential-${name}`)
    await writeFile(file, `#!/bin/sh\n${script}\n`)
    await chmod(file, 0o755)
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'berth-docker-config-'))
    searchPath = process.env.PATH
    process.env.PATH = `${folder}:${searchPath}`
  })
  afterEach(async () => {
    process.env.PATH = searchPath
    await rm(folder, { recursive: true })
  })

  it('are none without a file, and without an entry', async () => {
    await expect(dockerConfigAuth(folder)('docker.io')).resolves.toBeUndefined()
    await writeConfig({ auths: { 'ghcr.io': {} } })
    await expect(dockerConfigAuth(folder)('docker.io')).resolves.toBeUndefined()
    await expect(dockerConfigAuth(folder)('ghcr.io')).resolves.toBeUndefined()
  })

  it.each([
    { registry: 'docker.io', key: 'https://index.docker.io/v1/' },
    { registry: 'docker.io', key: 'docker.io' },
    { registry: 'docker.io', key: 'index.docker.io' },
    { registry: 'registry.test:5000', key: 'registry.test:5000' },
    { registry: 'registry.test', key: 'https://registry.test/v1/' },
  ])('for $registry stand under $key', async ({ registry, key }) => {
    await writeConfig({ auths: { [key]: { auth: base64('ada:pass:word') } } })
    await expect(dockerConfigAuth(folder)(registry)).resolves.toMatchObject({
      username: 'ada',
      password: 'pass:word',
    })
  })

  it('can be listed, those of the file and those of helpers', async () => {
    await expect(dockerConfigAuth(folder).all?.()).resolves.toEqual([])
    await writeHelper(
      'shelf',
      `if [ "$1" = list ]; then echo '{"https://index.docker.io/v1/":"ada"}'
       else read registry; echo "{\\"Username\\":\\"ada\\",\\"Secret\\":\\"for $registry\\"}"; fi`,
    )
    const auths = { 'registry.test:5000': { auth: base64('eve:word') }, 'empty.test': {} }
    await writeConfig({ auths, credHelpers: { 'empty.test': 'none' }, credsStore: 'shelf' })
    await writeHelper('none', 'echo credentials not found; exit 1')
    await expect(dockerConfigAuth(folder).all?.()).resolves.toEqual([
      {
        serveraddress: 'https://index.docker.io/v1/',
        username: 'ada',
        password: 'for https://index.docker.io/v1/',
      },
      { serveraddress: 'registry.test:5000', username: 'ada', password: 'for registry.test:5000' },
    ])
  })

  it('may be an identity token', async () => {
    await writeConfig({ auths: { 'a.test': { identitytoken: 'secret' } } })
    await expect(dockerConfigAuth(folder)('a.test')).resolves.toMatchObject({ identitytoken: 'secret' })
  })

  it('come from the helper of the registry, else from the store', async () => {
    await writeHelper('one', 'read server; printf \'{"Username":"%s","Secret":"%s"}\' "$1" "$server"')
    await writeHelper('two', 'printf \'{"Username":"<token>","Secret":"tok"}\'')
    await writeConfig({ credHelpers: { 'a.test': 'one' }, credsStore: 'two' })
    const find = dockerConfigAuth(folder)
    await expect(find('a.test')).resolves.toEqual({
      username: 'get',
      password: 'a.test',
      serveraddress: 'a.test',
    })
    await expect(find('b.test')).resolves.toMatchObject({ identitytoken: 'tok' })
  })

  it('come from the file when the helper has none', async () => {
    await writeHelper('empty', "echo 'credentials not found in native keychain'; exit 1")
    await writeConfig({ credsStore: 'empty', auths: { 'a.test': { auth: base64('ada:pw') } } })
    await expect(dockerConfigAuth(folder)('a.test')).resolves.toMatchObject({ username: 'ada' })
  })

  it('that cannot be read are a failure that says where', async () => {
    await writeConfig({ credsStore: 'missing' })
    await expect(dockerConfigAuth(folder)('a.test')).rejects.toMatchObject({
      code: 'ENGINE_REGISTRY_DENIED',
      message: expect.stringContaining('docker-credential-missing'),
    })
    await writeFile(path.join(folder, 'config.json'), '{')
    await expect(dockerConfigAuth(folder)('a.test')).rejects.toMatchObject({
      code: 'ENGINE_REGISTRY_DENIED',
      message: expect.stringContaining(path.join(folder, 'config.json')),
    })
  })
})
