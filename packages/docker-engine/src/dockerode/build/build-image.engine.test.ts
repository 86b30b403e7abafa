import { createHash } from 'node:crypto'
import { holdStep, startRegistry } from '@berth/testkit/engine'
import { describe, expect, it } from 'vitest'
import { compareApi } from '../../api-releases.ts'
import { connectEngine } from '../connect-engine.ts'
import { testBuilds } from './testing/test-builds.ts'

describe('building an image', () => {
  const { tag, engine, at, write, build, forget } = testBuilds('build')

  it('runs every stage, and tells of each step and what it prints', async () => {
    const Dockerfile = [
      'FROM busybox AS first',
      'ARG WHO=nobody',
      'RUN echo "hello $WHO" && echo made > /made',
      'FROM scratch AS middle',
      'COPY --from=first /made /made',
      'FROM busybox',
      'COPY --from=middle /made /made',
      'RUN cat /made',
      'CMD ["cat", "/made"]',
      '',
    ].join('\n')
    await write({ 'context/Dockerfile': Dockerfile })
    const { id, events, output, image } = await build({ args: { WHO: 'world' }, labels: { stage: 'last' } })

    expect(output).toEqual(['hello world', 'made'])
    const run = events.filter((event) => event.kind === 'step' && event.name.includes('RUN cat'))
    expect(run).toMatchObject([{ state: 'running' }, { state: 'done', durationMs: expect.any(Number) }])
    expect(image).toMatchObject({
      Id: id,
      RepoTags: [tag],
      Config: { Labels: { stage: 'last' }, Cmd: ['cat', '/made'] },
    })

    const middle = await build({ target: 'middle' })
    expect(middle.id).not.toBe(id)
  })

  it('says which step failed, with the end of its output', async () => {
    await write({ 'context/Dockerfile': 'FROM busybox\nRUN echo trying && exit 3\n' })
    await expect(build({})).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining('exit code: 3'),
      details: { image: tag, step: expect.stringContaining('RUN echo trying && exit 3'), output: 'trying' },
    })
  })

  it('says what is wrong with a Dockerfile', async () => {
    await write({ 'context/Dockerfile': 'FROM busybox\nRUNN true\n' })
    await expect(build({})).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining('RUNN'),
    })
  })

  it('leaves out what .dockerignore says, and keeps what it takes back', async () => {
    await write({
      'context/Dockerfile': 'FROM busybox\nCOPY . /all\nRUN cd /all && find . -type f | sort\n',
      'context/.dockerignore': '**/*.log\nnode_modules\n!node_modules/kept/x\n',
      'context/a.log': '',
      'context/src/b.log': '',
      'context/src/main': '',
      'context/node_modules/dropped/x': '',
      'context/node_modules/kept/x': '',
    })
    const { output } = await build({})
    expect(output).toEqual(['./.dockerignore', './Dockerfile', './node_modules/kept/x', './src/main'])
  })

  it('takes a Dockerfile from outside of the context without putting it in there', async () => {
    await write({
      'context/file': '',
      'elsewhere/Web.Dockerfile': 'FROM busybox\nCOPY . /all\nRUN find /all -type f\n',
    })
    const outside = await build({ dockerfile: '../elsewhere/Web.Dockerfile' })
    expect(outside.output).toEqual(['/all/file'])
    const absolute = await build({ dockerfile: at('elsewhere/Web.Dockerfile') })
    expect(absolute.output).toEqual(['/all/file'])
    const dockerfileInline = 'FROM busybox\nCOPY file /one\nRUN ls -l /one | cut -c1-10\n'
    expect((await build({ dockerfileInline })).output).toEqual(['-rw-r--r--'])
  })

  it('sends a file of several megabytes, and names that are not plain ASCII', async () => {
    const Dockerfile = 'FROM busybox\nCOPY ["größe, und so.bin", "/big"]\nRUN md5sum < /big && wc -c < /big\n'
    const big = 'x'.repeat(5_000_000)
    await write({ 'context/Dockerfile': Dockerfile, 'context/größe, und so.bin': big })
    const sum = createHash('md5').update(big).digest('hex')
    expect((await build({})).output).toEqual([`${sum}  -`, '5000000'])
  })

  it('answers from the cache when nothing changed', async () => {
    await write({
      'context/Dockerfile': 'FROM busybox\nCOPY a /a\nRUN cat /a\n',
      'context/a': `${Math.random()}`,
    })
    const first = await build({ noCache: false })
    const second = await build({ noCache: false })
    expect(second.id).toBe(first.id)
    expect(second.events).toContainEqual(
      expect.objectContaining({ name: '[3/3] RUN cat /a', state: 'cached' }),
    )
  })

  it('sees a Dockerfile that changed in nothing but letters', async () => {
    for (const word of ['one', 'two']) {
      await write({ 'context/Dockerfile': `FROM busybox\nRUN echo ${word}\n` })
      expect((await build({})).output).toEqual([word])
    }
  })

  it('is checked without being done by builders that can, and says when the one that is named cannot be had', async () => {
    await write({
      'context/Dockerfile': 'FROM busybox\nrun false\n',
      'broken/Dockerfile': 'FROM busybox\nRUNN x\n',
    })
    const check = (folder: string, args = {}) =>
      engine().checkBuild({ context: at(folder), tags: [tag], args })
    await expect(check('context', { BUILDKIT_SYNTAX: '127.0.0.1:1/builder:1' })).rejects.toMatchObject({
      code: 'ENGINE_BUILD_FAILED',
      message: expect.stringContaining('127.0.0.1:1/builder:1'),
    })
    const { apiVersion } = await engine().version()
    // Older ones would fetch a builder from the internet.
    if (compareApi(apiVersion, '1.46') < 0) return
    expect(await check('context')).toEqual({
      warnings: [
        {
          rule: 'ConsistentInstructionCasing',
          description: expect.any(String),
          url: expect.stringContaining('https://'),
          message: expect.stringContaining("'run'"),
          place: { file: 'Dockerfile', text: 'FROM busybox\nrun false\n', firstLine: 2, lastLine: 2 },
        },
      ],
    })
    expect(await check('broken')).toMatchObject({
      warnings: [],
      fault: { message: expect.stringContaining('RUNN'), place: { firstLine: 2 } },
    })
  })

  it('ends on the Engine when it is aborted', async () => {
    await write({ 'context/Dockerfile': 'FROM busybox\nRUN echo begun && sleep 600\n' })
    const abort = new AbortController()
    const context = at('context')
    const building = engine().buildImage(
      { context, tags: [tag], noCache: true },
      {
        signal: abort.signal,
        onEvent: (event) =>
          event.kind === 'output' && event.text === 'begun' && abort.abort(new Error('enough')),
      },
    )
    await expect(building).rejects.toThrow('enough')
    await expect(engine().inspectImage(tag)).rejects.toMatchObject({ code: 'ENGINE_IMAGE_NOT_FOUND' })
  })

  it('ends alone when one of two that run is aborted', async () => {
    const [cut, kept] = [await holdStep(), await holdStep()]
    try {
      await write({
        'cut/Dockerfile': `FROM busybox\n${cut.instruction}\n`,
        'kept/Dockerfile': `FROM busybox\n${kept.instruction}\nRUN echo done\n`,
      })
      const abort = new AbortController()
      const first = engine().buildImage(
        { context: at('cut'), tags: [`${tag}-cut`], noCache: true, network: 'host' },
        { signal: abort.signal },
      )
      const refused = expect(first).rejects.toThrow('enough')
      const second = build({ context: at('kept'), network: 'host' })
      await Promise.all([cut.begun, kept.begun])
      abort.abort(new Error('enough'))
      await refused
      // The program of its step is gone, not only the answer.
      await cut.over
      kept.finish()
      expect((await second).output).toEqual(['done'])
    } finally {
      await cut.close()
      await kept.close()
    }
  })

  it('signs in to the registry of its base image', async () => {
    const auth = { username: 'ada', password: 'secret' }
    const registry = await startRegistry({ auth })
    const base = `${registry.host}/base:1`
    const host = engine().endpoint
    const asked: string[] = []
    const signedIn = connectEngine({
      host,
      registryAuth: async (name) => {
        asked.push(name)
        return { ...auth, serveraddress: name }
      },
    })
    try {
      await signedIn.tagImage('busybox', base)
      await signedIn.pushImage(base)
      await signedIn.removeImage(base)
      await write({ 'context/Dockerfile': `FROM ${base}\nRUN true\n` })
      const context = at('context')
      const anonymous = connectEngine({ host, registryAuth: async () => undefined })
      await expect(anonymous.buildImage({ context, tags: [tag] })).rejects.toMatchObject({
        code: 'ENGINE_BUILD_FAILED',
        fix: expect.stringContaining('docker login'),
      })
      anonymous.close()
      asked.length = 0
      const { id } = await signedIn.buildImage({ context, tags: [tag], noCache: true, pull: true })
      forget(id)
      expect(asked).toContain(registry.host)
    } finally {
      signedIn.close()
      await registry.stop()
    }
  })
})
