import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { eventClient } from '../testing/event-client.ts'
import { startServer } from '../testing/start-server.ts'

const canary = 'c4n4ry-"of\\the&mine'
const url = '/api/v1/projects/shop'
const compose = `services:
  web:
    build: {context: ., args: {TOKEN: "\${TOKEN}"}}
    environment: {TOKEN: "\${TOKEN}"}
    labels: {token: "\${TOKEN}"}
    stop_grace_period: "\${GRACE-1s}"
`

/** Every way out that a secret could take, in one journey with a failure in it. */
it('a secret is in no answer, event, log, operation or file that Berth writes', async () => {
  const server = await startServer({
    program: () => ({ prints: [{ stream: 'stdout', text: `my token is ${canary}` }], exitCode: 1 }),
    build: () => ({ events: [{ kind: 'output', id: '1', text: `building with ${canary}` }] }),
  })
  const answers: string[] = []
  const ask = async (method: 'GET' | 'POST' | 'PUT', at: string, payload?: object, accept?: string) => {
    const headers = { prefer: 'wait=20', ...(accept && { accept }) }
    const reply = await server.call({ method, url: at, headers, ...(payload && { payload }) })
    answers.push(`${method} ${at} ${JSON.stringify(reply.headers)} ${reply.body}`)
    return reply
  }

  const socket = await server.http.injectWS('/api/v1/ws', {
    headers: { host: 'localhost', authorization: await server.authorization('viewer') },
  })
  const events = eventClient(socket)
  const files = [
    { path: 'compose.yaml', content: compose },
    { path: 'Dockerfile', content: 'FROM scratch' },
  ]
  await ask('PUT', url, { files })
  events.send({ op: 'subscribe', topic: 'project:shop' })
  // Not part of what is looked through: these two requests carry it.
  await server.call({
    method: 'PUT',
    url: `${url}/variables/TOKEN`,
    payload: { value: canary, isSecret: true },
  })
  await server.call({
    method: 'PUT',
    url: `${url}/variables/GRACE`,
    payload: { value: canary, isSecret: true },
  })
  await ask('GET', url)
  await ask('POST', `${url}/plans`, { kind: 'up' })
  await ask('POST', `${url}/plans`, { kind: 'up' }, 'text/plain')
  await server.call({ method: 'PUT', url: `${url}/variables/GRACE`, payload: { value: '1s' } })
  const failed = await ask('POST', `${url}/deployments`)
  expect(failed.json()).toMatchObject({ status: 424, operation: { error: { logTail: ['my token is ***'] } } })
  const { id } = failed.json().operation
  await ask('GET', `/api/v1/operations/${id}`)
  await ask('GET', `/api/v1/operations/${id}`, undefined, 'text/plain')
  expect((await ask('GET', `/api/v1/operations/${id}/log`)).body).toContain('building with ***')
  server.engine.print('shop-web-1', { stream: 'stdout', text: `still ${canary}` })
  expect((await ask('GET', `${url}/logs`)).body).toContain('still ***')
  for (const list of ['/variables', '/env', '', '/files/compose.yaml']) await ask('GET', `${url}${list}`)
  await ask('GET', '/api/v1/operations')
  server.http.log.error({ err: new Error(`it was ${canary}`) }, 'a failure that quotes it')

  await events.next((message) => message.op === 'event' && message.name === 'operation.changed')
  await server.http.close()
  const hidden = [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary)]
  const places: Record<string, string> = {
    answers: answers.join('\n'),
    events: JSON.stringify(events.messages),
    log: server.logged(),
    ...(await filesBelow(server.dataDir)),
  }
  const leaks = Object.entries(places).filter(([, text]) => hidden.some((form) => text.includes(form)))
  expect(leaks.map(([place]) => place)).toEqual([])
})

async function filesBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return Object.fromEntries(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const),
    ),
  )
}
