import { expect, it } from 'vitest'
import { parseProcNet } from './parse-proc-net.ts'

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n'
const line = (local: string, state: string, socket = '4711') =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${socket} 1 0 100 0 0 10 0\n`

const shown = (text: string, protocol: 'tcp' | 'udp' = 'tcp') =>
  parseProcNet(head + text, protocol).map(({ hostIp, port, socket }) => `${hostIp} ${port} ${socket}`)

it.each([
  ['00000000:1F90', '0.0.0.0 8080 4711'],
  ['0100007F:0050', '127.0.0.1 80 4711'],
  ['00000000000000000000000000000000:01BB', ':: 443 4711'],
  ['00000000000000000000000001000000:0016', '::1 22 4711'],
  ['0000000000000000FFFF00000100007F:0016', '127.0.0.1 22 4711'],
  ['B80D0120000000000000000002000000:0016', '2001:db8::2 22 4711'],
  ['000080FE00000000FF57A6705DC771FE:0016', 'fe80::70a6:57ff:fe71:c75d 22 4711'],
])('reads %s', (local, listener) => {
  expect(shown(line(local, '0A'))).toEqual([listener])
})

it('leaves out connections', () => {
  expect(shown(line('0100007F:0050', '01') + line('0100007F:0051', '06'))).toEqual([])
})

it('counts every udp socket that is bound', () => {
  expect(shown(line('00000000:0035', '07'), 'udp')).toEqual(['0.0.0.0 53 4711'])
})

it('reads nothing out of nothing', () => {
  expect(parseProcNet('', 'tcp')).toEqual([])
})
