import type { Listener } from './host-reader.ts'

/** Connection states in which a socket waits for others, by protocol: LISTEN, and what udp has instead. */
const waiting = { tcp: '0A', udp: '07' } as const

/**
 * Reads the text of `/proc/net/tcp`, `tcp6`, `udp` or `udp6`. Pure.
 *
 * @see https://www.kernel.org/doc/html/latest/networking/proc_net_tcp.html
 */
export function parseProcNet(text: string, protocol: Listener['protocol']): Listener[] {
  return text
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([, local = '', , state, , , , , , socket = '']): Listener[] => {
      const [address = '', port = ''] = local.split(':')
      if (state !== waiting[protocol] || address === '') return []
      return [{ hostIp: readAddress(address), port: Number.parseInt(port, 16), protocol, socket }]
    })
}

/** Words of four bytes in the machine's order, which is little endian wherever the Engine runs. */
function readAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  )
  if (bytes.length === 4) return bytes.join('.')
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
  if (isMapped) return bytes.slice(12).join('.')
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0),
  )
  return shorten(groups.map((group) => group.toString(16)))
}

/** The longest run of zero groups becomes `::`. */
function shorten(groups: readonly string[]): string {
  const [longest = ''] = (groups.join(':').match(/\b0(:0)+\b/g) ?? []).toSorted((a, b) => b.length - a.length)
  if (longest === '') return groups.join(':')
  const [before = '', after = ''] = groups.join(':').split(new RegExp(`:?\\b${longest}\\b:?(.*)`), 2)
  return `${before}::${after}`
}
