import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const compose = (tag: string) =>
  `services:\n  web:\n    image: busybox:${tag}\n    environment: {TOKEN: "\${TOKEN-}"}\n`
const images = ['1', '2'].map((tag) => ({ reference: `busybox:${tag}` }))

async function startShop() {
  const server = await startServer({ images })
  const call = async (method: 'GET' | 'PUT' | 'POST', at: string, payload?: object) =>
    (
      await server.call({
        method,
        url: url + at,
        headers: { prefer: 'wait=20' },
        ...(payload && { payload }),
      })
    ).json()
  await call('PUT', '', { files: [{ path: 'compose.yaml', content: compose('1') }] })
  await call('PUT', '/variables/TOKEN', { value: 'first-canary', isSecret: true })
  await call('POST', '/deployments')
  await call('PUT', '/files/compose.yaml', { content: compose('2') })
  await call('PUT', '/variables/TOKEN', { value: 'second-canary', isSecret: true })
  await call('POST', '/deployments')
  return { server, call }
}

it('plans a rollback as it is then carried out, and changes nothing by that', async () => {
  const { server, call } = await startShop()
  const before = (await server.engine.listContainers({})).map(({ id }) => id)
  const plan = await call('POST', '/revisions/1/plan')
  expect(plan).toMatchObject({ kind: 'up', isEmpty: false, problems: [], services: [{ change: 'recreate' }] })
  expect(plan.services[0].reasons.join()).toContain('busybox:2 → busybox:1')
  expect(JSON.stringify(plan)).not.toContain('canary')
  expect((await server.engine.listContainers({})).map(({ id }) => id)).toEqual(before)
  expect(await readFile(path.join(server.dataDir, 'projects/shop/compose.yaml'), 'utf8')).toBe(compose('2'))

  expect(await call('POST', '/revisions/1/rollback')).toMatchObject({
    state: 'succeeded',
    planDigest: plan.digest,
  })
})

it('carries out the plan that was agreed to, and replaces nothing when it is another by now', async () => {
  const { server, call } = await startShop()
  const { digest } = await call('POST', '/revisions/1/plan')
  await server.engine.removeContainer('shop-web-1', { force: true })
  expect(await call('POST', '/revisions/1/rollback', { planDigest: digest })).toMatchObject({
    status: 409,
    code: 'PLAN_STALE',
  })
  expect(await readFile(path.join(server.dataDir, 'projects/shop/compose.yaml'), 'utf8')).toBe(compose('2'))
  const { digest: planDigest } = await call('POST', '/revisions/1/plan')
  expect(await call('POST', '/revisions/1/rollback', { planDigest })).toMatchObject({ state: 'succeeded' })
})

it('has nothing to do for the revision that runs', async () => {
  const { call } = await startShop()
  expect(await call('POST', '/revisions/2/plan')).toMatchObject({ isEmpty: true, problems: [] })
  expect(await call('POST', '/revisions/9/plan')).toMatchObject({ code: 'REVISION_NOT_FOUND' })
})
