import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { EngineError } from '@berth/docker-engine'
import { describe, expect, it, onTestFinished } from 'vitest'
import { problemCodes } from '../problem-codes.ts'
import { startServer } from '../testing/start-server.ts'
import { prefersText } from './accept.ts'
import { parseWait } from './prefer.ts'
import { ProblemError, problemText, toProblem } from './problem.ts'
import { isKnownHost } from './security.ts'

describe('toProblem', () => {
  it('tells a problem of ours as it is', () => {
    expect(toProblem(new ProblemError('PROJECT_NOT_FOUND', 'There is no project shop.'), 'r1')).toEqual({
      type: '/api/docs/errors#PROJECT_NOT_FOUND',
      title: 'No such project',
      status: 404,
      code: 'PROJECT_NOT_FOUND',
      detail: 'There is no project shop.',
      requestId: 'r1',
    })
  })

  it("tells the Engine's words and its fix", () => {
    const error = new EngineError('ENGINE_UNREACHABLE', 'Could not connect.', { fix: 'Start Docker.' })
    expect(toProblem(error, 'r1')).toMatchObject({
      status: 503,
      code: 'ENGINE_UNREACHABLE',
      detail: 'Could not connect.',
      fix: 'Start Docker.',
    })
  })

  it.each([
    new Error('Invalid `prisma.user.findUnique()` in /srv/berth: passwordHash'),
    Object.assign(new Error('hunter2'), { statusCode: 500 }),
    'hunter2',
    undefined,
  ])('says nothing of what happened inside: %#', (thrown) => {
    const problem = toProblem(thrown, 'r1')
    expect(problem).toMatchObject({ status: 500, code: 'INTERNAL', requestId: 'r1' })
    expect(JSON.stringify(problem)).not.toMatch(/hunter2|prisma|srv/)
  })

  it('names every code it has once, with a status of 4xx or 5xx', () => {
    for (const { status } of Object.values(problemCodes)) expect(status).toBeGreaterThanOrEqual(400)
  })
})

describe('a body that is not JSON', () => {
  it('is refused with what to send instead', async () => {
    const server = await startServer()
    const reply = await server.call({
      method: 'POST',
      url: '/api/v1/projects/shop/deployments',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/plain' },
      payload: 'message=hello',
    })
    expect(reply.body).toMatch(/^REQUEST_INVALID: .*\nfix: Send JSON with `Content-Type: application\/json`/)
  })
})

describe('problemText', () => {
  it('is a line for the problem, one per finding, and the fix', () => {
    const problem = {
      type: '',
      title: '',
      status: 400,
      code: 'X_WRONG',
      detail: 'It is wrong.',
      fix: 'Mend it.',
      errors: [
        { message: 'no such key', file: 'compose.yaml', line: 3, column: 5 },
        { message: 'too short', pointer: 'body/name' },
        { message: 'unused', frame: 'a frame\n  of lines' },
      ],
    }
    expect(problemText(problem)).toBe(
      'X_WRONG: It is wrong.\ncompose.yaml:3:5: no such key\nbody/name: too short\na frame\n  of lines\nfix: Mend it.\n',
    )
  })
})

describe('Accept', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['text/plain', true],
    ['text/html,application/xhtml+xml', false],
    ['application/json, text/plain, */*', false],
    ['text/plain;q=0.5, application/json;q=0.4', true],
    ['text/plain;q=0', false],
  ])('%s prefers text: %s', (accept, expected) => {
    expect(prefersText(accept)).toBe(expected)
  })
})

describe('Prefer', () => {
  it.each([
    [undefined, undefined],
    ['wait=120', 120],
    ['respond-async, wait=10', 10],
    ['wait = "5"; foo', 5],
    ['wait=100000', 600],
    ['wait=soon', undefined],
    ['wait=-1', undefined],
    [['foo', 'wait=3'], 3],
  ])('%j waits for %s', (prefer, seconds) => {
    expect(parseWait(prefer)).toBe(seconds)
  })
})

describe('isKnownHost', () => {
  const onLoopback = { host: '127.0.0.1', allowedHosts: [] }
  const onLan = { host: '0.0.0.0', allowedHosts: [] }
  const named = { host: '0.0.0.0', allowedHosts: ['berth.example.org'] }
  it.each([
    ['localhost', onLoopback, true],
    ['127.0.0.2', onLoopback, true],
    ['[::1]', onLoopback, true],
    ['192.168.1.2', onLoopback, true],
    ['rebound.example', onLoopback, false],
    ['127.0.0.1.rebound.example', onLoopback, false],
    ['', onLoopback, false],
    ['box', onLan, true],
    ['Berth.Example.org', named, true],
    ['box', named, false],
    ['10.0.0.1', named, true],
  ])('%s on %j: %s', (name, options, expected) => {
    expect(isKnownHost(name, options)).toBe(expected)
  })
})

describe('the page', () => {
  async function build() {
    const folder = await mkdtemp(path.join(tmpdir(), 'berth-page-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await mkdir(path.join(folder, 'assets'))
    await writeFile(path.join(folder, 'index.html'), '<title>Berth</title>')
    await writeFile(path.join(folder, 'assets/index-1a2b.js'), 'plain')
    await writeFile(path.join(folder, 'assets/index-1a2b.js.br'), 'compressed')
    return folder
  }

  it('answers on every address of its own, and is asked for anew each time', async () => {
    const { http } = await startServer({ pageFolder: await build() })
    for (const url of ['/', '/projects/shop/logs', '/setup']) {
      const reply = await http.inject(url)
      expect(reply.body).toBe('<title>Berth</title>')
      expect(reply.headers['cache-control']).toBe('no-cache')
      expect(reply.headers['content-security-policy']).toContain("script-src 'self'")
    }
  })

  it('sends assets as they were compressed, to be kept for ever', async () => {
    const { http } = await startServer({ pageFolder: await build() })
    const reply = await http.inject({ url: '/assets/index-1a2b.js', headers: { 'accept-encoding': 'br' } })
    expect(reply.body).toBe('compressed')
    expect(reply.headers).toMatchObject({
      'content-encoding': 'br',
      'content-type': expect.stringContaining('javascript'),
    })
    expect(reply.headers['cache-control']).toContain('immutable')
    expect((await http.inject('/assets/index-1a2b.js')).body).toBe('plain')
  })

  it.each(['/assets/gone.js', '/api/v1/nothing', '/api'])('is not what is answered on %s', async (url) => {
    const { http } = await startServer({ pageFolder: await build() })
    const reply = await http.inject(url)
    expect(reply.json()).toMatchObject({ status: 404, code: 'ROUTE_NOT_FOUND' })
  })

  it('gives away nothing beside it', async () => {
    const folder = await build()
    await writeFile(`${folder}-secret`, 'secret')
    onTestFinished(() => rm(`${folder}-secret`))
    const { http } = await startServer({ pageFolder: folder })
    for (const url of [`/../${path.basename(folder)}-secret`, `/%2e%2e/${path.basename(folder)}-secret`]) {
      expect((await http.inject(url)).body).not.toContain('secret"')
      expect((await http.inject(url)).body).not.toBe('secret')
    }
  })

  it('says how to build it when it has not been built, and the API works', async () => {
    const { http } = await startServer()
    expect((await http.inject('/')).json()).toMatchObject({ status: 503, code: 'PAGE_NOT_BUILT' })
    expect((await http.inject('/healthz')).json()).toEqual({ status: 'ok' })
  })
})

describe('the documents', () => {
  it('are the OpenAPI document and a page for it that needs no other host', async () => {
    const { http } = await startServer()
    expect((await http.inject('/api/openapi.json')).json().openapi).toBe('3.1.0')
    const page = await http.inject('/api/docs')
    const sources = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].flatMap(([, source]) => source ?? [])
    expect(sources.length).toBeGreaterThan(2)
    expect(page.body).not.toMatch(/<script>|https?:\/\//)
    for (const source of sources.filter((each) => each.startsWith('/api'))) {
      expect((await http.inject(source)).statusCode).toBe(200)
    }
  })

  it('explain every code that a problem refers to', async () => {
    const { http } = await startServer()
    const { body } = await http.inject('/api/docs/errors')
    const others = ['PLAN_NAME_TAKEN', 'CONTAINER_EXITED', 'ENGINE_UNREACHABLE', 'COMPOSE_UNKNOWN_KEY']
    for (const code of [...Object.keys(problemCodes), ...others]) {
      expect(body).toContain(`id="${code}"`)
    }
  })
})

it('answers a body that is not JSON with a problem', async () => {
  const server = await startServer()
  const reply = await server.call({
    method: 'POST',
    url: '/api/v1/projects',
    headers: { 'content-type': 'application/json' },
    payload: '{',
  })
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(reply.json()).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
})
