import { type PrivateEngine, startPrivateEngine } from '@berth/testkit/engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConnectedEngine, connectEngine } from './connect-engine.ts'

describe('an Engine that stops and starts again', () => {
  let daemon: PrivateEngine
  let engine: ConnectedEngine

  beforeAll(async () => {
    daemon = await startPrivateEngine()
    engine = connectEngine({ host: daemon.host })
  })
  afterAll(async () => {
    engine.close()
    await daemon.dispose()
  })

  it('ends its streams with an error, is unreachable, and is found again by the next call', async () => {
    const events = engine.events({ since: Date.now() })[Symbol.asyncIterator]()
    const ended = events.next()
    await engine.createVolume({ Name: 'kept', Labels: {} })
    await expect(ended).resolves.toMatchObject({ value: { type: 'volume', action: 'create', id: 'kept' } })

    const next = events.next()
    await Promise.all([daemon.stop(), expect(next).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })])
    await expect(engine.listVolumes({})).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })

    await daemon.start()
    await expect(engine.inspectVolume('kept')).resolves.toMatchObject({ Name: 'kept' })
  })
})
