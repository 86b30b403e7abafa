import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { signUp, startBerth } from '@berth/testkit/server'
import { expect, it, onTestFinished } from 'vitest'
import { startSshServer } from '../testing/ssh-server.ts'

const engine = await connectTestEngine()

/** An address of this machine that is not its loopback, where no git server is ever believed to be. */
async function bridgeAddress(project: string): Promise<string> {
  const prefix = `10.213.${randomInt(1, 255)}`
  await engine.createNetwork({
    Name: `${project}-git`,
    IPAM: { Config: [{ Subnet: `${prefix}.0/24`, Gateway: `${prefix}.1` }] },
    Labels: { [label.project]: project },
  })
  return `${prefix}.1`
}

it('builds and runs what a repository behind ssh describes, in two calls, and rebuilds what was pushed', async () => {
  const busybox = await ensureBusybox(engine)
  const project = uniqueProject('srv-git')
  onTestFinished(async () => {
    await removeProject(engine, project)
    await engine.removeImage(`${project}-web`)
  })
  const ssh = await startSshServer(await bridgeAddress(project))
  const push = (greeting: string) =>
    ssh.commit('shop', {
      'deploy/compose.yaml': 'services: {web: {build: ../web, init: true, command: sleep 3600}}\n',
      'web/Dockerfile': `FROM ${busybox} AS base\nRUN echo ${greeting} > /greeting\nFROM base\n`,
    })
  await push('one')
  const dataDir = await mkdtemp(path.join(tmpdir(), 'berth-git-build-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const server = await startBerth({ dataDir })
  onTestFinished(() => server.kill())
  const api = await signUp(server)
  const wait = { prefer: 'wait=120', accept: 'text/plain' }
  const greeting = async () => {
    const [container] = await engine.listContainers({
      labels: [`${label.project}=${project}`, `${label.service}=web`],
    })
    const { output } = await engine.execInContainer(container?.id ?? '', { command: ['cat', '/greeting'] })
    return output
  }

  const git = { url: `${ssh.url}shop.git`, subfolder: 'deploy', sshKey: ssh.key }
  expect(await api.call('POST', '/projects', { name: project, git })).toMatchObject({ status: 201 })
  const deployed = await api.call('POST', `/projects/${project}/deployments`, undefined, wait)
  expect(deployed.text).toMatch(/SUCCEEDED/)
  expect(await greeting()).toBe('one')

  await push('two')
  await api.call('POST', `/projects/${project}/sync`)
  const again = await api.call('POST', `/projects/${project}/deployments`, { build: true }, wait)
  expect(again.text).toMatch(/SUCCEEDED/)
  expect(await greeting()).toBe('two')
})
