import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectEngine } from './connect-engine.ts'

describe('connectEngine', () => {
  let folder = ''
  const server = createServer()
  let host = ''

  /** Something that speaks like an Engine of API 1.41 as far as a test needs it. */
  const listen = (listener: RequestListener) => {
    server.on('request', (request, reply) => {
      if (request.url !== '/_ping') listener(request, reply)
      else reply.setHeader('Api-Version', '1.41').end('OK')
    })
    return new Promise<void>((resolve) => server.listen(path.join(folder, 'docker.sock'), resolve))
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'berth-connect-'))
    host = `unix://${folder}/docker.sock`
  })
  afterEach(async () => {
    server.removeAllListeners('request')
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true })
  })

  it('says who does not answer and what to do', async () => {
    const engine = connectEngine({ host })
    await expect(engine.version()).rejects.toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      message: `Could not reach the Docker Engine: connect ENOENT ${folder}/docker.sock`,
      fix: expect.stringContaining('DOCKER_HOST'),
    })
  })

  it('finds an Engine that appears later', async () => {
    const engine = connectEngine({ host })
    await expect(engine.version()).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    await listen((_request, reply) =>
      reply.end(JSON.stringify({ Version: '20.10.24', Os: 'linux', Arch: 'amd64' })),
    )
    await expect(engine.version()).resolves.toMatchObject({ version: '20.10.24', apiVersion: '1.41' })
    engine.close()
  })

  it('gives containers the proxies of its address', async () => {
    const sent: string[] = []
    await listen((request, reply) => {
      request.on('data', (chunk) => sent.push(String(chunk)))
      request.on('end', () => reply.writeHead(201).end('{"Id": "c1"}'))
    })
    const proxies = async (address: string) => ({ HTTPS_PROXY: `http://p/${address === host}` })
    const engine = connectEngine({ host, proxies })
    await engine.createContainer({ name: 'a', body: { Image: 'b', Labels: {}, HostConfig: {} } })
    engine.close()
    expect(JSON.parse(sent.join(''))).toMatchObject({
      Env: ['HTTPS_PROXY=http://p/true', 'https_proxy=http://p/true'],
    })
  })

  it('asks for the version again after the Engine was away', async () => {
    const pings: number[] = []
    server.on('request', (request) => request.url === '/_ping' && pings.push(1))
    let isStopping = false
    await listen((request, reply) => (isStopping ? request.socket.destroy() : reply.end('[]')))
    const engine = connectEngine({ host })
    await engine.listContainers({})
    isStopping = true
    await expect(engine.listContainers({})).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
    isStopping = false
    await engine.listContainers({})
    expect(pings).toHaveLength(2)
    engine.close()
  })

  it('asks in the version that both sides speak', async () => {
    const urls: (string | undefined)[] = []
    await listen((request, reply) => {
      urls.push(request.url)
      reply.end('[]')
    })
    const engine = connectEngine({ host })
    await engine.listContainers({})
    await engine.listContainers({})
    expect(urls).toEqual(['/v1.41/containers/json?all=true', '/v1.41/containers/json?all=true'])
    engine.close()
  })

  it('refuses what this Engine would silently drop', async () => {
    await listen((_request, reply) => reply.end('{}'))
    const engine = connectEngine({ host })
    const body = { Name: 'n', Labels: {}, EnableIPv4: false }
    await expect(engine.createNetwork(body)).rejects.toMatchObject({ code: 'ENGINE_TOO_OLD' })
    engine.close()
  })

  it('creates on one network and joins the others where the Engine takes only one', async () => {
    const asked: string[] = []
    await listen(async (request, reply) => {
      const body = JSON.parse((await Array.fromAsync(request)).join('') || '{}')
      asked.push(
        `${request.url} ${Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {})}${body.Container ?? ''}`,
      )
      reply.statusCode = request.url?.includes('/create') ? 201 : 200
      reply.end('{"Id":"c1","Warnings":null}')
    })
    const engine = connectEngine({ host })
    const NetworkingConfig = { EndpointsConfig: { a: {}, b: {}, c: {} } }
    const body = { Image: 'i', Labels: {}, HostConfig: { NetworkMode: 'b' }, NetworkingConfig }
    await expect(engine.createContainer({ name: 'web', body })).resolves.toEqual({ id: 'c1', warnings: [] })
    expect(asked).toEqual([
      '/v1.41/containers/create?name=web b',
      '/v1.41/networks/a/connect c1',
      '/v1.41/networks/c/connect c1',
    ])
    engine.close()
  })

  it('gives the address of the first network to the container where the Engine knows no other', async () => {
    let sent: unknown
    await listen(async (request, reply) => {
      const text = (await Array.fromAsync(request)).join('')
      if (text !== '') sent = JSON.parse(text)
      reply.statusCode = 201
      reply.end('{"Id":"c1","Warnings":null}')
    })
    const engine = connectEngine({ host })
    const NetworkingConfig = { EndpointsConfig: { a: { Aliases: ['w'], MacAddress: '02:00:00:00:00:01' } } }
    const body = { Image: 'i', Labels: {}, HostConfig: { NetworkMode: 'a' }, NetworkingConfig }
    await engine.createContainer({ name: 'web', body })
    expect(sent).toMatchObject({
      MacAddress: '02:00:00:00:00:01',
      NetworkingConfig: { EndpointsConfig: { a: { Aliases: ['w'] } } },
    })
    expect(JSON.stringify(sent).split('02:00').length).toBe(2)
    engine.close()
  })

  it('closes the connection of a call that is aborted', async () => {
    const closed = new Promise<void>((resolve) => {
      void listen((request) => request.socket.on('close', () => resolve()))
    })
    const engine = connectEngine({ host })
    const abort = new AbortController()
    server.once('request', () => server.once('request', () => abort.abort(new Error('enough'))))
    await expect(engine.inspectImage('redis', { signal: abort.signal })).rejects.toThrow('enough')
    await closed
    engine.close()
  })

  it.each(['ssh://me@there', 'not an address', 'unix://'])('refuses %s as an address', (address) => {
    expect(() => connectEngine({ host: address })).toThrow(
      expect.objectContaining({ code: 'ENGINE_UNREACHABLE' }),
    )
  })

  it('loads neither gRPC nor protobuf nor ssh for anything but a build', async () => {
    const adapter = path.join(import.meta.dirname, 'index.ts')
    const script = `
      const { connectEngine } = await import(${JSON.stringify(adapter)})
      await connectEngine({ host: ${JSON.stringify(host)} }).version().catch(() => {})
      const { createRequire } = await import('node:module')
      console.log(Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('node_modules')).join('\\n'))`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
    expect(stdout).toContain('dockerode')
    expect(stdout).not.toMatch(/node_modules\/(@grpc|protobufjs|ssh2|tar-fs)/)
  })
})
