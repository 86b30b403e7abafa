import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import {
  connectTestEngine,
  ensureBusybox,
  removeProject,
  testEngineHost,
  uniqueProject,
} from '@berth/testkit/engine'
import { signUp } from '@berth/testkit/server'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { startLocalGitApp } from '../testing/local-git-app.ts'

const engine = await connectTestEngine()
const minute = 60_000
let image: string

beforeEach(async () => {
  image = await ensureBusybox(engine)
})

/** Berth on the real Engine; its clock is what `passed` says later. */
async function startHost() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-idle-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const clock = { passed: 0 }
  const environment = {
    DOCKER_HOST: testEngineHost(),
    BERTH_PORT: '0',
    BERTH_DATA_DIR: dataDir,
    BERTH_LOG_LEVEL: 'warn',
    BERTH_COPY_IDLE_HOURS: '1',
  }
  const app = await startLocalGitApp(environment, { now: () => Date.now() + clock.passed, idleLookMs: 100 })
  onTestFinished(() => app.stop())
  const setUpLink = `${app.url}/setup#token=${await app.issueSetupToken()}`
  return { clock, api: await signUp({ url: app.url, setUpLink }) }
}

it('stops the copy that nobody uses, and not the one that works', async () => {
  const { clock, api } = await startHost()
  const wait = { prefer: 'wait=120' }
  const copyOf = async (command: string) => {
    const name = uniqueProject('srv-idle')
    for (const project of [name, `${name}-x`]) onTestFinished(() => removeProject(engine, project))
    const content = `services: {web: {image: ${image}, init: true, command: ${command}, volumes: [data:/data]}}\nvolumes: {data: {}}`
    await api.call('POST', '/projects', { name, files: [{ path: 'compose.yaml', content }] })
    await api.call('POST', `/projects/${name}/copies`, { name: `${name}-x` })
    const deployed = await api.call('POST', `/projects/${name}-x/deployments`, {}, wait)
    expect(deployed.json, deployed.text).toMatchObject({ state: 'succeeded' })
    return `${name}-x`
  }
  const quiet = await copyOf('[sleep, "3600"]')
  const busy = await copyOf('[sh, -c, "while :; do :; done"]')

  const told = async () => {
    // Less than a look counts: what the Engine counts goes on in its own time.
    clock.passed += 10 * minute
    return (await api.call('GET', '/notifications')).json.notifications
  }
  await expect
    .poll(told, { timeout: 90_000, interval: 500 })
    .toMatchObject([{ kind: 'copy-idle', project: quiet }])
  const stateOf = async (project: string) =>
    (await engine.listContainers({ labels: [`${label.project}=${project}`] })).map(({ state }) => state)
  expect([await stateOf(quiet), await stateOf(busy)]).toEqual([['exited'], ['running']])
  expect(await engine.listVolumes({ labels: [`${label.project}=${quiet}`] })).toHaveLength(1)

  const owners = await api.call('GET', '/host/owners')
  expect(owners.json.owners).toContainEqual(
    expect.objectContaining({ owner: 'ada', containers: 1, projects: expect.arrayContaining([quiet, busy]) }),
  )
  const { cpuPercent } = owners.json.owners.find(({ owner }: { owner: string | null }) => owner === 'ada')
  expect(cpuPercent).toBeGreaterThan(5)
})
