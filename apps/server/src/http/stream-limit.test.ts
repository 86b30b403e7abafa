import { describe, expect, it } from 'vitest'
import { openStream } from '../testing/open-stream.ts'
import { startServer } from '../testing/start-server.ts'
import { createStreamLimit, mostStreams } from './stream-limit.ts'

const [ada, grace] = [{ userId: 'ada' }, { userId: 'grace' }]

describe('open streams', () => {
  it('are limited for each user, and count no longer once they are closed', () => {
    const { enter, requireRoom } = createStreamLimit(2)
    const leave = enter(ada)
    requireRoom(ada)
    enter(ada)
    expect(() => requireRoom(ada)).toThrow(expect.objectContaining({ code: 'STREAMS_TOO_MANY' }))
    requireRoom(grace)
    leave()
    leave()
    requireRoom(ada)
    enter(ada)
    expect(() => requireRoom(ada)).toThrow('2 streams')
  })

  it('are refused with a problem when there are too many, websockets and replies together', async () => {
    const server = await startServer()
    const ndjson = { accept: 'application/x-ndjson' }
    const headers = { host: 'localhost', authorization: await server.authorization('viewer') }
    const first = await openStream(server, '/events', ndjson)
    for (let count = 1; count < mostStreams; count += 1) await server.http.injectWS('/api/v1/ws', { headers })
    const refused = await openStream(server, '/events', ndjson)
    expect(refused.reply.status).toBe(429)
    expect(await refused.until(() => false)).toContain('STREAMS_TOO_MANY')
    await expect(server.http.injectWS('/api/v1/ws', { headers })).rejects.toThrow('429')
    first.close()
    await expect.poll(async () => (await openStream(server, '/events', ndjson)).reply.status).toBe(200)
  })
})
