import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  connectTestEngine,
  ensureBusybox,
  projectRemains,
  removeProject,
  uniqueProject,
} from '@berth/testkit/engine'
import { apiClient, signUp, startBerth } from '@berth/testkit/server'
import { expect, it, onTestFinished } from 'vitest'
import { evil } from './testing/attempts-in-files.ts'
import { developerPolicy } from './testing/developer-policy.ts'

const engine = await connectTestEngine()

it('makes nothing of a file that includes one with the socket, until that is taken out', async () => {
  const image = await ensureBusybox(engine)
  const project = uniqueProject('srv-policy')
  onTestFinished(() => removeProject(engine, project))
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-policies-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startBerth({ dataDir })
  onTestFinished(() => server.kill())
  const admin = await signUp(server)
  const rules = { ...developerPolicy.rules, images: { allowed: ['*'] } }
  await admin.call('PUT', '/policies/developer', { ...developerPolicy, rules })
  const token = await admin.call('POST', '/tokens', { name: 'dev', role: 'developer' })
  const developer = apiClient(server.url, (token.json as { secret: string }).secret)

  const good = `services: {web: {image: "${image}", init: true, command: sleep 300, mem_limit: 64m}}\n`
  const deployWith = async (files: Readonly<Record<string, string>>) => {
    const list = Object.entries(files).map(([name, content]) => ({ path: name, content }))
    await developer.call('PUT', `/projects/${project}`, { files: list })
    return developer.call('POST', `/projects/${project}/deployments`, {}, { prefer: 'wait=60' })
  }
  const refused = await deployWith({ 'compose.yaml': `include: [evil.yaml]\n${good}`, 'evil.yaml': evil })
  expect(refused.json, refused.text).toMatchObject({
    status: 422,
    code: 'POLICY_VIOLATION',
    errors: [{ rule: 'protectedPaths', file: 'evil.yaml', line: 9, column: 17 }, {}],
  })
  expect(await projectRemains(engine, project)).toEqual([])

  const done = await deployWith({ 'compose.yaml': good })
  expect(done.json, done.text).toMatchObject({ state: 'succeeded' })
})
