import { describe, expect, it } from 'vitest'
import { openStream } from '../testing/open-stream.ts'
import { startServer, type TestServer } from '../testing/start-server.ts'

const payload = { files: [{ path: 'compose.yaml', content: 'services: {web: {image: busybox}}' }] }
const put = (server: TestServer, name = 'shop') =>
  server.call({ method: 'PUT', url: `/api/v1/projects/${name}`, payload })
const events = (server: TestServer, query = '', headers = {}) =>
  server.call({ method: 'GET', url: `/api/v1/events${query}`, headers })

const open = (server: TestServer, query: string, headers: Record<string, string>) =>
  openStream(server, `/events${query}`, headers)

const ndjson = { accept: 'application/x-ndjson' }
const parse = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

describe('events over HTTP', () => {
  it('come as pages, each going on where the one before ended', async () => {
    const server = await startServer()
    await put(server)
    await put(server, 'blog')
    await put(server)
    const first = (await events(server, '?limit=1&project=shop')).json()
    expect(first.events).toMatchObject([
      { seq: first.seq, at: expect.any(String), name: 'project.changed', project: 'shop' },
    ])
    const rest = (await events(server, `?project=shop&since=${first.seq}`)).json()
    expect(rest.events.every(({ project }: { project: string }) => project === 'shop')).toBe(true)
    expect(rest.events.length).toBeGreaterThan(0)
    expect((await events(server, `?since=${rest.seq}`)).json().events).toEqual([])
  })

  it('come as lines, and go on after a break without a gap and without a repetition', async () => {
    const server = await startServer()
    await put(server)
    const { seq } = (await server.call({ method: 'GET', url: '/api/v1/projects' })).json()
    const first = await open(server, `?project=shop&since=${seq}`, ndjson)
    expect(first.reply.headers.get('content-type')).toContain('application/x-ndjson')
    await put(server)
    const seen = parse(await first.until((text) => text.includes('\n'))).map((event) => event.seq)
    first.close()
    await put(server)
    await put(server, 'blog')
    await put(server)
    const second = await open(server, `?project=shop&since=${seen.at(-1)}`, ndjson)
    const later = parse(await second.until((text) => text.split('\n').length > 2))
    const all = (await events(server, `?project=shop&since=${seq}`)).json().events
    expect([...seen, ...later.map((event) => event.seq)]).toEqual(
      all.map((event: { seq: number }) => event.seq).slice(0, seen.length + later.length),
    )
    expect(later.every(({ project }) => project === 'shop')).toBe(true)
  })

  it('come as server-sent events, which go on from Last-Event-ID', async () => {
    const server = await startServer()
    await put(server)
    const { seq } = (await server.call({ method: 'GET', url: '/api/v1/projects' })).json()
    await put(server)
    const stream = await open(server, '', { accept: 'text/event-stream', 'last-event-id': String(seq) })
    const text = await stream.until((sofar) => sofar.includes('\n\n'))
    expect(text).toMatch(/^id: \d+\nevent: project\.changed\ndata: \{.*\}\n\n/)
    expect(Number(/^id: (\d+)/.exec(text)?.[1])).toBe(seq + 1)
  })

  it('are refused for a number that is no longer kept, with the first that is', async () => {
    const server = await startServer()
    await put(server)
    const reply = await events(server, '?since=999999', ndjson)
    expect(reply.json()).toMatchObject({ status: 410, code: 'CURSOR_EXPIRED', oldest: 1 })
  })

  it('tell the steps of an operation to who asks for that operation', async () => {
    const server = await startServer()
    await put(server)
    const reply = await server.call({ method: 'POST', url: '/api/v1/projects/shop/deployments?wait=60' })
    const { id } = reply.json()
    const names = async (query: string) =>
      new Set((await events(server, query)).json().events.map(({ name }: { name: string }) => name))
    expect(await names(`?operation=${id}&limit=1000`)).toEqual(
      new Set(['operation.changed', 'operation.step']),
    )
    expect(await names('?project=shop&limit=1000')).not.toContain('operation.step')
  })

  it('end when the server stops', async () => {
    const server = await startServer()
    const stream = await open(server, '', ndjson)
    const ended = stream.until(() => false)
    await server.http.close()
    await ended
  })
})
