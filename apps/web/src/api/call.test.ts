import { host, projects } from '@berth/contract'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { call, onSignedOut, upload, urlOf } from './call.ts'

const answer = (...replies: (Response | Error)[]) => {
  const fetching = vi.fn<typeof fetch>()
  for (const reply of replies) {
    if (reply instanceof Error) fetching.mockRejectedValueOnce(reply)
    else fetching.mockResolvedValueOnce(reply)
  }
  vi.stubGlobal('fetch', fetching)
  return fetching
}

const problem = (status: number, code: string) =>
  Response.json({ type: 'x', title: 'Refused', status, code, detail: 'Why.', fix: 'Mend it.' }, { status })

afterEach(() => vi.unstubAllGlobals())

describe('urlOf', () => {
  it.each([
    ['fills a name', '/api/v1/projects/:project', { project: 'shop' }, '/api/v1/projects/shop'],
    ['escapes a name', '/api/v1/projects/:project', { project: 'a/b' }, '/api/v1/projects/a%2Fb'],
    [
      'keeps the slashes of a path and escapes the rest',
      '/api/v1/projects/:project/files/*',
      { project: 'shop', '*': 'web/a b#.env' },
      '/api/v1/projects/shop/files/web/a%20b%23.env',
    ],
  ])('%s', (_behaviour, path, params, url) => {
    expect(urlOf(path, params)).toBe(url)
  })

  it('leaves out what a query does not say', () => {
    expect(urlOf('/api/v1/operations', {}, { project: 'shop', limit: undefined })).toBe(
      '/api/v1/operations?project=shop',
    )
  })

  it('fails where a parameter is missing', () => {
    expect(() => urlOf('/api/v1/projects/:project')).toThrow(':project')
  })
})

describe('call', () => {
  it('sends the body as JSON with the headers that were asked for', async () => {
    const fetching = answer(Response.json({ name: 'shop' }))
    await call(
      projects.writeFile,
      { params: { project: 'shop', '*': 'compose.yaml' }, body: { content: 'services: {}' } },
      { headers: { 'if-match': '"e1"' } },
    )
    expect(fetching).toHaveBeenCalledWith(
      '/api/v1/projects/shop/files/compose.yaml',
      expect.objectContaining({
        method: 'PUT',
        body: '{"content":"services: {}"}',
        headers: { 'content-type': 'application/json', 'if-match': '"e1"' },
      }),
    )
  })

  it('rejects with the code, detail and fix of a problem', async () => {
    answer(problem(409, 'PROJECT_EXISTS'))
    await expect(call(host.readHost, {})).rejects.toMatchObject({
      code: 'PROJECT_EXISTS',
      status: 409,
      message: 'Why.',
      fix: 'Mend it.',
    })
  })

  it('says that something in between answered when the answer is not a problem', async () => {
    answer(new Response('<h1>Bad gateway</h1>', { status: 502 }))
    await expect(call(host.readHost, {})).rejects.toMatchObject({
      code: 'SERVER_ANSWERED_UNEXPECTEDLY',
      status: 502,
    })
  })

  it('reads again when the connection broke, and then gives up with a fix', async () => {
    vi.useFakeTimers()
    try {
      const broken = () => new TypeError('network error')
      const fetching = answer(broken(), broken(), broken())
      const reading = expect(call(host.readHost, {})).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' })
      await vi.runAllTimersAsync()
      await reading
      expect(fetching).toHaveBeenCalledTimes(3)
    } finally {
      vi.useRealTimers()
    }
  })

  it('never sends a change twice', async () => {
    const fetching = answer(new TypeError('network error'))
    await expect(call(projects.deleteProject, { params: { project: 'shop' } })).rejects.toMatchObject({
      code: 'SERVER_UNREACHABLE',
    })
    expect(fetching).toHaveBeenCalledTimes(1)
  })

  it('sends a file as it is, and lets it say its type', async () => {
    const fetching = answer(Response.json({ name: 'shop' }))
    const file = new Blob(['PK'], { type: 'application/zip' })
    await upload(projects.replaceProject, { project: 'shop' }, file)
    expect(fetching).toHaveBeenCalledWith(
      '/api/v1/projects/shop',
      expect.objectContaining({ method: 'PUT', body: file, headers: {} }),
    )
  })

  it('answers null where there is no body', async () => {
    answer(new Response(null, { status: 204 }))
    await expect(call(projects.deleteProject, { params: { project: 'shop' } })).resolves.toBeNull()
  })

  it('tells when nobody is signed in, but not about a wrong password', async () => {
    const listener = vi.fn()
    const stop = onSignedOut(listener)
    answer(problem(401, 'AUTH_WRONG_PASSWORD'), problem(401, 'AUTH_REQUIRED'))
    await expect(call(host.readHost, {})).rejects.toThrow()
    expect(listener).not.toHaveBeenCalled()
    await expect(call(host.readHost, {})).rejects.toThrow()
    expect(listener).toHaveBeenCalledOnce()
    stop()
  })
})
