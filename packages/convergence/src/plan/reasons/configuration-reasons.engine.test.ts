import type { Engine } from '@berth/docker-engine'
import { connectTestEngine, ensureBusybox, removeProject, uniqueProject } from '@berth/testkit/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../../apply/apply.ts'
import { toDesiredState } from '../../desired/to-desired-state.ts'
import { observe, observeTarget } from '../../observed/observe.ts'
import { projectFrom } from '../../testing/states.ts'
import { planUp } from '../up.ts'
import { configurationReasons } from './configuration-reasons.ts'

let engine: Engine
const project = uniqueProject('reasons')

beforeAll(async () => {
  engine = await connectTestEngine()
  await ensureBusybox(engine)
})
afterAll(() => removeProject(engine, project))

/** One service each: what the Engine shows of them in words of its own. */
const attributes = [
  'annotations: {a: b}',
  'blkio_config: {weight: 300}',
  'cap_add: [net_admin]',
  'cgroup: host, cgroup_parent: reasons',
  'cpus: 0.5, cpuset: "0", cpu_shares: 500',
  'cpu_period: 50000, cpu_quota: 25000',
  'mem_limit: 64m, mem_reservation: 32m, memswap_limit: -1, mem_swappiness: 10, oom_score_adj: 5',
  'devices: [/dev/null:/dev/a, /dev/zero], device_cgroup_rules: ["c 1:3 mr"]',
  'dns: [192.0.2.1, 192.0.2.2], dns_opt: [use-vc], dns_search: [a.example]',
  'hostname: a, domainname: b.example, extra_hosts: ["a:192.0.2.1"]',
  'group_add: ["5"], user: "1"',
  'ipc: shareable, pid: host, uts: host, userns_mode: host',
  'logging: {options: {max-size: 1m}}',
  'logging: {driver: none}',
  'pids_limit: 50, runtime: runc, isolation: default',
  'security_opt: [no-new-privileges, systempaths=unconfined]',
  'shm_size: 128m, tmpfs: [/run], sysctls: {net.core.somaxconn: 5}',
  'ulimits: {nproc: 50, nofile: {soft: 5, hard: 50}}',
  'privileged: true, read_only: true, init: true',
  'mac_address: "02:00:00:00:00:01", links: [a0], restart: "on-failure:3"',
]

it('R13: finds nothing in what the Engine shows of a container that was made from the same body', async () => {
  const services = attributes.map((said, index) => `  a${index}: {image: busybox, ${said}}`).join('\n')
  const desired = toDesiredState(projectFrom(`services:\n${services}`, { projectName: project }))
  const target = observeTarget(desired)
  const plan = planUp(desired, await observe(engine, target), { start: false })
  expect((await apply(plan, engine)).failures).toEqual([])

  // Only what differs is inspected.
  const others = desired.services.map(({ name, image }) => [
    name,
    { ...target.services?.[name], image, configHash: 'other' },
  ])
  const { containers, api } = await observe(engine, { ...target, services: Object.fromEntries(others) })
  const reasons = containers.map(({ service, details }) => {
    const body = desired.services.find(({ name }) => name === service)?.containers(1).body
    return [service, details && body && configurationReasons(details, body, api)]
  })
  expect(reasons).toHaveLength(attributes.length)
  expect(reasons.filter(([, found]) => found?.length !== 0)).toEqual([])
})
