import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ContainerBody } from '../bodies.ts'
import { behindProxies, dockerConfigProxies } from './proxies.ts'

describe('the proxies of the Docker command', () => {
  let folder = ''
  const proxies = {
    default: { httpProxy: 'http://p:1', noProxy: 'localhost', ftpProxy: '' },
    'tcp://far:2375': { httpsProxy: 'http://s:2', allProxy: 'socks5://a:3' },
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'berth-docker-config-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('are none without a file, and where it says none', async () => {
    await expect(dockerConfigProxies(folder)('unix:///s')).resolves.toEqual({})
    await writeFile(path.join(folder, 'config.json'), '{"auths": {}}')
    await expect(dockerConfigProxies(folder)('unix:///s')).resolves.toEqual({})
  })

  it.each([
    { address: 'unix:///s', found: { HTTP_PROXY: 'http://p:1', NO_PROXY: 'localhost' } },
    { address: 'tcp://far:2375', found: { HTTPS_PROXY: 'http://s:2', ALL_PROXY: 'socks5://a:3' } },
  ])('are those of the Engine, else the usual ones: $address', async ({ address, found }) => {
    await writeFile(path.join(folder, 'config.json'), JSON.stringify({ proxies }))
    await expect(dockerConfigProxies(folder)(address)).resolves.toEqual(found)
  })
})

const body = (...Env: string[]): ContainerBody => ({
  Image: 'busybox',
  Labels: {},
  HostConfig: {},
  ...(Env.length > 0 && { Env }),
})

describe('a container behind proxies', () => {
  const proxies = { HTTP_PROXY: 'http://p:1', NO_PROXY: 'localhost' }

  it('is given them in both spellings', () => {
    expect(behindProxies(body(), proxies).Env).toEqual([
      'HTTP_PROXY=http://p:1',
      'http_proxy=http://p:1',
      'NO_PROXY=localhost',
      'no_proxy=localhost',
    ])
  })

  it('keeps what it says itself, also that it has none', () => {
    expect(behindProxies(body('HTTP_PROXY=own', 'no_proxy', 'A=1'), proxies).Env).toEqual([
      'HTTP_PROXY=own',
      'no_proxy',
      'A=1',
      'http_proxy=http://p:1',
      'NO_PROXY=localhost',
    ])
  })

  it('stays as it is where there are none', () => {
    expect(behindProxies(body('A=1'), {})).toEqual(body('A=1'))
  })
})
