import { expect, it } from 'vitest'
import { hostPortsOf } from './host-ports.ts'

const portsOf = (PortBindings: Record<string, { HostIp?: string; HostPort?: string }[]>) =>
  hostPortsOf({ Image: 'busybox', Labels: {}, HostConfig: { PortBindings } })

it('names protocols as the Engine lists them, however the file writes them', () => {
  expect(
    portsOf({ '53/UDP': [{ HostPort: '5300' }], '80': [{ HostIp: '::1', HostPort: '8000-8010' }] }),
  ).toEqual([
    { hostIp: '::1', protocol: 'tcp', first: 8000, last: 8010 },
    { hostIp: '', protocol: 'udp', first: 5300, last: 5300 },
  ])
})

it('leaves out what the Engine is to choose', () => {
  expect(portsOf({ '53/udp': [{ HostPort: '' }], '80/tcp': [{ HostPort: '0' }, {}] })).toEqual([])
})
