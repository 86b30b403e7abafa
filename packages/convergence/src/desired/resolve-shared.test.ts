import { label } from '@berth/docker-engine'
import { expect, it } from 'vitest'
import { resolveShared } from './resolve-shared.ts'

it('puts the containers where a body names services, and leaves what names none or one that is not there', () => {
  const body = {
    Image: 'nginx',
    Labels: {},
    HostConfig: {
      NetworkMode: 'service:db',
      IpcMode: 'shareable',
      PidMode: 'service:gone',
      VolumesFrom: ['service:db', 'other'],
    },
  }
  const ids: Readonly<Record<string, string>> = { db: 'db0' }
  expect(resolveShared(body, 'abc', (service) => ids[service])).toEqual({
    Image: 'nginx',
    Labels: { [label.configHash]: 'abc' },
    HostConfig: {
      NetworkMode: 'container:db0',
      IpcMode: 'shareable',
      PidMode: 'service:gone',
      VolumesFrom: ['db0', 'other'],
    },
  })
})
