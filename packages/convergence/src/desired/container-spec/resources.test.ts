import { describe, expect, it } from 'vitest'
import { projectFrom } from '../../testing/states.ts'
import { toDesiredState } from '../to-desired-state.ts'

function service(attributes: string, top = '') {
  const project = projectFrom(`name: shop\nservices: {a: {image: x, ${attributes}}}\n${top}`)
  const [desired] = toDesiredState(project).services
  if (desired === undefined) throw new Error('The project has no service')
  return desired
}

const host = (attributes: string, top?: string) => service(attributes, top).containers(1).body.HostConfig

describe('the body of a container', () => {
  it.each([
    [
      'deploy: {resources: {limits: {cpus: "0.1", memory: 50m, pids: 5}}}',
      { NanoCpus: 100000000, Memory: 52428800, PidsLimit: 5 },
    ],
    ['deploy: {resources: {reservations: {memory: 1k}}}', { MemoryReservation: 1024 }],
    [
      'deploy: {resources: {reservations: {devices: [{capabilities: [gpu], device_ids: ["0"], driver: d}]}}}',
      { DeviceRequests: [{ Capabilities: [['gpu']], DeviceIDs: ['0'], Driver: 'd' }] },
    ],
    ['gpus: all', { DeviceRequests: [{ Capabilities: [['gpu']], Count: -1 }] }],
    [
      'devices: ["/dev/a:/dev/b:r"]',
      { Devices: [{ PathOnHost: '/dev/a', PathInContainer: '/dev/b', CgroupPermissions: 'r' }] },
    ],
    [
      'devices: [nvidia.com/gpu=all]',
      { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }] },
    ],
    [
      'restart: always, deploy: {restart_policy: {condition: on-failure, max_attempts: 3}}',
      { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
    ],
    [
      'deploy: {restart_policy: {condition: any}}',
      { RestartPolicy: { Name: 'always', MaximumRetryCount: 0 } },
    ],
  ])('has what the file says with %s', (attributes, expected) => {
    expect(host(attributes)).toMatchObject(expected)
  })

  it('mounts the files of configs and secrets, which can only be read', () => {
    const top = 'configs: {c: {file: /c}}\nsecrets: {s: {file: /s}, t: {file: /t}}'
    expect(host('configs: [c], secrets: [s, {source: t, target: own}]', top).Mounts).toEqual([
      { Type: 'bind', Source: '/c', Target: '/c', ReadOnly: true },
      { Type: 'bind', Source: '/t', Target: '/run/secrets/own', ReadOnly: true },
      { Type: 'bind', Source: '/s', Target: '/run/secrets/s', ReadOnly: true },
    ])
  })
})

describe('the replicas of a service', () => {
  it('are those of its deploy section', () => {
    expect(service('deploy: {replicas: 3}').replicas).toBe(3)
  })
})
