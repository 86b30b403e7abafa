import type { KeptLog } from '@berth/contract'
import { describe, expect, it } from 'vitest'
import { startServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'

async function recreatedShop() {
  const server = await startServer({
    program: ({ labels }) =>
      labels.breaks === 'yes'
        ? { prints: [{ stream: 'stderr', text: 'FATAL: no DB_URL' }], exitCode: 1 }
        : { prints: [{ stream: 'stdout', text: 'ready with s3cret-value' }] },
  })
  const write = (breaks: string) => {
    const check = '{test: [CMD, "true"]}'
    const content = `services: {web: {image: busybox, healthcheck: ${check}, labels: {breaks: "${breaks}"}}}`
    return server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content }] } })
  }
  const run = async (verb: string, payload = {}) =>
    (await server.call({ method: 'POST', url: `${url}/${verb}?wait=60`, payload })).json()
  const keptBy = async (operation: string, accept = 'application/json') =>
    server.call({
      method: 'GET',
      url: `/api/v1/operations/${operation}/container-logs`,
      headers: { accept },
    })
  await write('no')
  const secret = { value: 's3cret-value', isSecret: true }
  await server.call({ method: 'PUT', url: `${url}/variables/TOKEN`, payload: secret })
  await run('deployments')
  return { server, write, run, keptBy }
}

describe('logs of containers that are gone', () => {
  it('are kept with the operation that replaced them, without secrets', async () => {
    const { server, run, keptBy } = await recreatedShop()
    server.engine.print('shop-web-1', { stream: 'stderr', text: 'oops' })
    const { id } = await run('deployments', { forceRecreate: true })
    await run('down')
    expect((await keptBy(id)).json().containers).toEqual([
      {
        container: 'shop-web-1',
        service: 'web',
        number: 1,
        removedAt: expect.any(String),
        isCut: false,
        lines: [
          expect.objectContaining({ stream: 'stdout', text: 'ready with ***' }),
          expect.objectContaining({ container: 'shop-web-1', stream: 'stderr', text: 'oops' }),
        ],
      },
    ])
    const text = (await keptBy(id, 'text/plain')).body
    expect(text).toMatch(
      /^--- shop-web-1, removed \S+, 2 lines ---\nweb-1 {2}\| ready with \*\*\*\nweb-1 {2}\| oops\n$/,
    )
  })

  it('are kept of a container that failed and was taken back', async () => {
    const { write, run, keptBy } = await recreatedShop()
    await write('yes')
    const { operation } = await run('deployments')
    expect(operation.state).toBe('failed')
    const { containers } = (await keptBy(operation.id)).json()
    expect(containers.flatMap(({ lines }: KeptLog) => lines.map(({ text }) => text))).toContain(
      'FATAL: no DB_URL',
    )
  })

  it('keep the newest when there are many, and say so', async () => {
    const { server, run, keptBy } = await recreatedShop()
    for (let line = 1; line <= 1_200; line += 1)
      server.engine.print('shop-web-1', { stream: 'stdout', text: `line ${line}` })
    const { id } = await run('down')
    const [{ lines, isCut }] = (await keptBy(id)).json().containers
    expect([lines.length, lines[0].text, lines.at(-1).text, isCut]).toEqual([
      1_000,
      'line 201',
      'line 1200',
      true,
    ])
  })

  it('are none of an operation that does not exist', async () => {
    const { keptBy } = await recreatedShop()
    expect((await keptBy('op_none')).json()).toMatchObject({ status: 404, code: 'OPERATION_NOT_FOUND' })
  })
})
