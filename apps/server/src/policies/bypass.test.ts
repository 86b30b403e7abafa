import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import type { Problem } from '@berth/contract'
import { expect, it } from 'vitest'
import { startServer, type TestServer } from '../testing/start-server.ts'
import type { Attempt } from './testing/attempt.ts'
import { bypassAttempts } from './testing/attempts.ts'
import { setDeveloperPolicy } from './testing/developer-policy.ts'

const url = '/api/v1/projects/shop'

/** A host with a project of somebody else, and a folder of the project in which a container has made links. */
async function startShared(): Promise<TestServer> {
  const server = await startServer()
  await setDeveloperPolicy(server)
  const content = 'services: {db: {image: busybox, volumes: [data:/data]}}\nvolumes: {data: {}}\n'
  const payload = { files: [{ path: 'compose.yaml', content }] }
  await server.call({ method: 'PUT', url: '/api/v1/projects/blog', payload })
  const deployed = await server.call({ method: 'POST', url: '/api/v1/projects/blog/deployments?wait=20' })
  expect(deployed.json()).toMatchObject({ state: 'succeeded' })
  const folder = path.join(server.dataDir, 'projects/shop')
  await mkdir(folder, { recursive: true })
  const links = { socket: '/run/docker.sock', root: '/', data: server.dataDir, other: '/opt/other' }
  for (const [name, target] of Object.entries(links))
    await symlink(target, path.join(folder, `link-to-${name}`))
  return server
}

async function tried(server: TestServer, { files }: Attempt) {
  const headers = { authorization: await server.colleague('developer') }
  const payload = { files: Object.entries(files).map(([name, content]) => ({ path: name, content })) }
  const written = await server.call({ method: 'PUT', url, payload, headers }, 'nobody')
  expect(written.statusCode, written.body).toBeLessThan(300)
  const reply = await server.call({ method: 'POST', url: `${url}/deployments`, headers }, 'nobody')
  const { code, errors = [] } = reply.json<Problem>()
  return {
    status: reply.statusCode,
    seen: code === 'POLICY_VIOLATION' ? errors.map(({ rule }) => rule) : [code],
  }
}

it('is tried in more than 120 ways', () => {
  expect(Object.values(bypassAttempts).flat().length).toBeGreaterThanOrEqual(120)
})

it.each(Object.entries(bypassAttempts))('no way round a policy by %s', async (_kind, attempts) => {
  const server = await startShared()
  const before = server.engine.calls.length
  const missed: unknown[] = []
  for (const attempt of attempts) {
    const { status, seen } = await tried(server, attempt)
    if (status !== 422 || !seen.includes(attempt.seen)) missed.push({ what: attempt.what, status, seen })
  }
  expect(missed).toEqual([])
  expect(server.engine.calls.slice(before)).toEqual([])
})
