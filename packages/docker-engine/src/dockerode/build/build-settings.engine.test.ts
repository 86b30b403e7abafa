import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { freePort, waitFor } from '@berth/testkit/engine'
import { describe, expect, it } from 'vitest'
import { connectEngine } from '../connect-engine.ts'
import { testBuilds } from './testing/test-builds.ts'

const run = promisify(execFile)

describe('what a build may ask for', () => {
  const { at, write, build, engine, tag, forget } = testBuilds('settings')
  /** Its BuildKit is that of Docker 20.10. */
  const isOld = async () => (await engine().version()).apiVersion === '1.41'
  const dockerfile = (...steps: string[]) => `${['FROM busybox', ...steps].join('\n')}\n`

  it('is hosts, memory that is shared, and limits', async () => {
    await write({
      'context/Dockerfile': dockerfile(
        'RUN grep -E "db$|gate$" /etc/hosts | tr "\\t" " "',
        'RUN df -m /dev/shm | awk "/shm/ { print \\$2 }"',
        'RUN ulimit -S -n && ulimit -H -n',
      ),
    })
    const request = {
      extraHosts: ['db=10.9.8.7', 'gate=host-gateway'],
      shmSizeBytes: 7 * 1024 * 1024,
      ulimits: ['nofile=123:456'],
    }
    if (await isOld()) return expect(build(request)).rejects.toMatchObject({ code: 'ENGINE_TOO_OLD' })
    const { output } = await build(request)
    expect(output).toEqual([
      '10.9.8.7 db',
      expect.stringMatching(/^\d+\.\d+\.\d+\.\d+ gate$/),
      '7',
      '123',
      '456',
    ])
  })

  it('is the proxies of the Docker command, unless the build says others', async () => {
    await write({ 'context/Dockerfile': dockerfile('RUN echo "$HTTP_PROXY $HTTPS_PROXY"') })
    const proxies = async () => ({ HTTP_PROXY: 'http://p:1', HTTPS_PROXY: 'http://s:2' })
    const behind = connectEngine({ host: engine().endpoint, proxies })
    const output: string[] = []
    const { id } = await behind.buildImage(
      { context: at('context'), tags: [tag], noCache: true, args: { HTTPS_PROXY: 'http://own:3' } },
      { onEvent: (event) => event.kind === 'output' && output.push(event.text) },
    )
    forget(id)
    behind.close()
    expect(output).toEqual(['http://p:1 http://own:3'])
  })

  it('is no network, or that of the host', async () => {
    await write({ 'context/Dockerfile': dockerfile('RUN ls /sys/class/net | grep -vc "^lo$" || true') })
    expect((await build({ network: 'none' })).output).toEqual(['0'])
    expect(Number((await build({ network: 'host' })).output[0])).toBeGreaterThanOrEqual(0)
  })

  it('is a right that the Engine has to be configured to give', async () => {
    await write({ 'context/Dockerfile': dockerfile('RUN true') })
    await expect(build({ entitlements: ['security.insecure'] })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining('security.insecure'),
      fix: expect.stringContaining('daemon.json'),
    })
  })

  it('is other folders and images, under names that the Dockerfile has for them', async () => {
    await write({
      'context/Dockerfile': dockerfile(
        'COPY --from=lib . /lib',
        'COPY --from=tools /bin/busybox /tool',
        'RUN ls /lib && test -x /tool',
      ),
      'lib/.dockerignore': '*.log',
      'lib/a': '',
      'lib/b.log': '',
    })
    const contexts = { lib: at('lib'), tools: 'docker-image://busybox' }
    if (await isOld()) {
      const refused = { code: 'ENGINE_BUILD_FAILED', fix: expect.stringContaining('23.0') }
      return expect(build({ contexts })).rejects.toMatchObject(refused)
    }
    const { output } = await build({ contexts })
    expect(output).toEqual(['a'])
  })

  it('is a git repository, at a branch and in a folder', async () => {
    await write({
      'repository/web/Dockerfile': dockerfile('COPY page /', 'RUN cat /page'),
      'repository/web/page': 'hi\n',
    })
    const git = (...args: string[]) => run('git', args, { cwd: at('repository') })
    await git('init', '-q', '-b', 'main')
    await git('add', '.')
    await git('-c', 'user.name=ada', '-c', 'user.email=ada@test', 'commit', '-q', '-m', 'first')
    const port = await freePort()
    const options = [
      '--reuseaddr',
      '--export-all',
      `--port=${port}`,
      '--listen=127.0.0.1',
      `--base-path=${at('')}`,
    ]
    const daemon = spawn('git', ['daemon', ...options], { stdio: 'ignore' })
    try {
      const url = `git://127.0.0.1:${port}/repository`
      await waitFor('git answers', () =>
        run('git', ['ls-remote', url]).then(
          () => true,
          () => false,
        ),
      )
      const context = `${url}#main:web`
      if (await isOld()) {
        const refused = { code: 'ENGINE_BUILD_FAILED', fix: expect.stringContaining('23.0') }
        return await expect(build({ context })).rejects.toMatchObject(refused)
      }
      const { output } = await build({ context })
      expect(output.at(-1)).toBe('hi')
    } finally {
      const ended = once(daemon, 'exit')
      daemon.kill()
      await ended
    }
  })

  it('is an archive behind a URL', async () => {
    await write({
      'archive/Dockerfile': dockerfile('COPY page /', 'RUN cat /page'),
      'archive/page': 'from afar\n',
    })
    await run('tar', ['-C', at('archive'), '-cf', at('app.tar'), '.'])
    const content = await readFile(at('app.tar'))
    const server = createServer((_request, reply) => reply.end(content)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      // Listening on TCP, so the address is no pipe name.
      const { port } = server.address() as AddressInfo
      const { output } = await build({ context: `http://127.0.0.1:${port}/${tag.replace(':', '-')}.tar` })
      expect(output).toEqual(['from afar'])
    } finally {
      server.close()
    }
  })
})
