import { readPolicy } from '@berth/convergence'
import { expect, it } from 'vitest'
import { startServer } from '../testing/start-server.ts'

const url = '/api/v1/projects/shop'
const policy = readPolicy('policy.yaml', 'rules: {privileged: refuse, hostNamespaces: warn}')

async function serverWith(attribute: string) {
  const server = await startServer({ config: { policy } })
  const content = `services:\n  web:\n    image: busybox\n    ${attribute}\n`
  await server.call({ method: 'PUT', url, payload: { files: [{ path: 'compose.yaml', content }] } })
  const deploy = () =>
    server.call({ method: 'POST', url: `${url}/deployments`, payload: {}, headers: { prefer: 'wait=60' } })
  return { server, deploy }
}

it('deploys nothing that the policy refuses, and names the place in the file', async () => {
  const { server, deploy } = await serverWith('privileged: true')
  const refused = (await deploy()).json()
  expect(JSON.stringify(refused)).toContain('PLAN_REFUSED_BY_POLICY')
  expect(JSON.stringify(refused)).toContain(
    'service web: The container may do everything that the host may (HostConfig.Privileged, compose.yaml:4, rule privileged)',
  )
  expect(server.engine.calls).toEqual([])
})

it('deploys what the policy only warns of, and says so', async () => {
  const { server, deploy } = await serverWith('pid: host')
  const done = (await deploy()).json()
  expect(done).toMatchObject({ state: 'succeeded' })
  expect(done.notices).toEqual([
    'The policy warns: service web: It has the processes of the host (HostConfig.PidMode, compose.yaml:4, rule hostNamespaces).',
  ])
  expect(server.engine.calls.length).toBeGreaterThan(0)
})
