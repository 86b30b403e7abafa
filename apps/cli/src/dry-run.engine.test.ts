import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { label } from '@berth/docker-engine'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeployedProject, deployForTest } from './testing/deployed-project.ts'

let shop: DeployedProject

beforeAll(async () => {
  shop = await deployForTest(
    `
  web:
    image: busybox
    init: true
    command: [sleep, "600"]
    volumes: ["data:/data"]
  idle:
    image: busybox
    command: ["true"]`,
    'volumes: {data: {}}',
  )
})

afterAll(() => shop.remove())

async function everything() {
  const labels = [`${label.project}=${shop.project}`]
  const containers = await shop.engine.listContainers({ labels })
  const networks = await shop.engine.listNetworks({ labels })
  const volumes = await shop.engine.listVolumes({ labels })
  return {
    containers: containers.map(({ id, name, state }) => ({ id, name, state })),
    networks: networks.map(({ Id }) => Id),
    volumes: volumes.map(({ Name }) => Name),
  }
}

describe('berth --dry-run', () => {
  it.each([
    { args: ['up', '--force-recreate'], says: 'stop container' },
    { args: ['up', '-d', '--scale', 'web=2'], says: 'create container' },
    { args: ['create', '--force-recreate', 'web'], says: 'create container' },
    { args: ['scale', 'web=3'], says: 'start container' },
    { args: ['run', '--rm', 'web', 'ls'], says: '-web-run-' },
    { args: ['stop'], says: 'stop container' },
    { args: ['restart', 'web'], says: 'restart container' },
    { args: ['pause', 'web'], says: 'pause container' },
    { args: ['kill', 'web'], says: 'send SIGKILL to container' },
    { args: ['rm'], says: '-idle-1' },
    { args: ['rm', '-s'], says: '-web-1' },
    { args: ['down', '-v'], says: 'remove volume' },
    { args: ['pull'], says: 'pull image busybox' },
  ])('shows the plan of $args and changes nothing', async ({ args, says }) => {
    const before = await everything()
    const [verb = '', ...rest] = args
    const after = await shop.berth(verb, '--dry-run', ...rest)
    expect(after).toMatchObject({ code: 0, out: expect.stringContaining(says) })
    await expect(shop.berth('--dry-run', verb, ...rest)).resolves.toMatchObject({ code: 0 })
    expect(await everything()).toEqual(before)
  })

  it('fails where a policy refuses it, and says where that is written', async () => {
    await writeFile(path.join(shop.folder, 'policy.yaml'), 'rules: {capabilities: {allowed: []}}\n')
    const args = ['--cap-add', 'NET_ADMIN', '--policy', 'policy.yaml', 'web', 'ls']
    const ran = await shop.berth('run', ...args)
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('error PLAN_REFUSED_BY_POLICY') })
    expect(ran.err).toMatch(/service web: .*NET_ADMIN.* \(HostConfig\.CapAdd, .*, rule capabilities\)/)
    const planned = await shop.berth(
      'plan',
      '--force-recreate',
      '--policy',
      'policy.yaml',
      '--format',
      'json',
    )
    expect(planned.code).toBe(0)
  })

  it('fails where it could not be done, and says why', async () => {
    const file = path.join(shop.folder, 'compose.yaml')
    const text = await readFile(file, 'utf8')
    await writeFile(file, `${text}\nnetworks: {default: {external: true, name: no-such-network}}\n`)
    const ran = await shop.berth('up', '-d', '--dry-run')
    await writeFile(file, text)
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining('no-such-network') })
  })
})
