import { describe, expect, it } from 'vitest'
import { dataOf, phaseTest } from '../testing/phase.ts'
import { expandPorts } from './ports.ts'

function expand(yaml: string) {
  const { node, place, messages } = phaseTest(yaml)
  return { ports: dataOf(expandPorts(node, place)), messages: messages() }
}

const port = (target: number, more: object = {}) => ({ mode: 'ingress', target, protocol: 'tcp', ...more })

describe('expandPorts', () => {
  it.each<[string, object[]]>([
    ['80', [port(80)]],
    ['"80/UDP"', [port(80, { protocol: 'udp' })]],
    ['"8080:80"', [port(80, { published: '8080' })]],
    ['"80-82"', [port(80), port(81), port(82)]],
    ['"90-91:80-81"', [port(80, { published: '90' }), port(81, { published: '91' })]],
    ['"8080-8090:80"', [port(80, { published: '8080-8090' })]],
    ['"127.0.0.1:1:2"', [port(2, { host_ip: '127.0.0.1', published: '1' })]],
    ['"127.0.0.1::2"', [port(2, { host_ip: '127.0.0.1' })]],
    ['"[::1]:1:2/sctp"', [port(2, { host_ip: '::1', published: '1', protocol: 'sctp' })]],
    ['":1:2"', [port(2, { published: '1' })]],
    ['"0:2"', [port(2, { published: '0' })]],
    ['"9-11"', [port(10), port(11), port(9)]],
    ['{target: 80}', [port(80)]],
    ['{target: 80, published: 8080, mode: host}', [port(80, { published: '8080', mode: 'host' })]],
  ])('expands %s', (spec, ports) => {
    expect(expand(`[${spec}]`)).toEqual({ ports, messages: [] })
  })

  it.each([
    ['foo', '"foo" is not a container port (in "foo").'],
    ['80:', '"80:" names no container port.'],
    ['70000:80', '"70000" is not a host port (in "70000:80").'],
    ['80:70000', '"70000" is not a container port (in "80:70000").'],
    ['9-8', '"9-8" is not a container port (in "9-8").'],
    ['80/x', '"x" is not tcp, udp or sctp (in "80/x").'],
    ['host:1:2', '"host" is not an IP address (in "host:1:2").'],
    ['::1:80:80', '"::1" is not an IP address (in "::1:80:80").'],
    ['1-2:1-3', 'The ranges of "1-2:1-3" differ in length: 2 host ports for 3 container ports.'],
  ])('says what is wrong with %s', (spec, message) => {
    expect(expand(`["${spec}"]`).messages).toEqual([message])
  })
})
