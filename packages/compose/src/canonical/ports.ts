import { below, type Finding, type Place } from '../context.ts'
import { limits } from '../parse/limits.ts'
import type { Origin } from '../source.ts'
import {
  type Mapping,
  mappingOf,
  type Node,
  nodeAt,
  type Scalar,
  scalar,
  textAt,
  withEntry,
} from '../tree.ts'
import { isIpAddress } from '../validate/formats.ts'
import { scalarText } from './number-text.ts'

/**
 * `ports`: each short form becomes one or more long ones.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#short-syntax-4
 */
export function expandPorts(node: Node, place: Place): Node {
  if (node.kind !== 'sequence') return node
  const items = node.items.flatMap((item, index): readonly Node[] => {
    if (item.kind === 'scalar') return expandShortPort(item, below(place, index))
    return item.kind === 'mapping' ? [completeLongPort(item)] : []
  })
  return { ...node, items }
}

function completeLongPort(port: Mapping): Mapping {
  const published = nodeAt(port, 'published')
  let long = port
  if (published?.kind === 'scalar') {
    long = withEntry(long, 'published', { ...published, value: scalarText(published.value) })
  }
  if (textAt(long, 'protocol') === undefined) long = withEntry(long, 'protocol', scalar('tcp', port.origin))
  if (textAt(long, 'mode') === undefined) long = withEntry(long, 'mode', scalar('ingress', port.origin))
  return long
}

function expandShortPort(item: Scalar, { path, findings }: Place): Mapping[] {
  const spec = scalarText(item.value)
  const ranges = parsePort(spec)
  if (typeof ranges !== 'string') {
    if (findings.spend(ranges.targets.count)) {
      return expandRanges(ranges).map((port) => longPort(port, item.origin))
    }
    findings.report({
      code: 'COMPOSE_TOO_LARGE',
      message: `The project has more than ${limits.values} values when "${spec}" is written out.`,
      fix: 'Publish fewer ports, or use `network_mode: host`.',
      origin: item.origin,
      path,
    })
    return []
  }
  const finding: Finding = {
    code: 'COMPOSE_INVALID_VALUE',
    message: ranges,
    fix: 'Write it as "host:container", for example "8080:80", or "127.0.0.1:8080:80/udp".',
    origin: item.origin,
    path,
  }
  findings.report(finding)
  return []
}

interface ShortPort {
  readonly hostIp: string
  readonly target: number
  readonly published: string
  readonly protocol: string
}

const longPort = ({ hostIp, target, published, protocol }: ShortPort, origin: Origin): Mapping =>
  mappingOf(
    {
      mode: scalar('ingress', origin),
      host_ip: hostIp === '' ? undefined : scalar(hostIp, origin),
      target: scalar(BigInt(target), origin),
      published: published === '' ? undefined : scalar(published, origin),
      protocol: scalar(protocol, origin),
    },
    origin,
  )

/** Reads `[[ip:][host[-host]]:]container[-container][/protocol]`, or says in a sentence what is wrong with it. */
function parsePort(spec: string): Ranges | string {
  const { ip, host, container, protocol } = splitPort(spec)
  // Only brackets tell where an IPv6 address ends.
  const hostIp = ip.replace(/^\[(.*)\]$/, '$1')
  if (container === '') return `"${spec}" names no container port.`
  if (!['tcp', 'udp', 'sctp'].includes(protocol))
    return `"${protocol}" is not tcp, udp or sctp (in "${spec}").`
  const isBare = ip === hostIp && ip.includes(':')
  if (ip !== '' && (isBare || !isIpAddress(hostIp))) return `"${ip}" is not an IP address (in "${spec}").`
  const targets = parseRange(container)
  if (!targets?.first) return `"${container}" is not a container port (in "${spec}").`
  const published = host === '' ? undefined : parseRange(host)
  if (host !== '' && published === undefined) return `"${host}" is not a host port (in "${spec}").`
  if (published && targets.count > 1 && published.count !== targets.count) {
    return `The ranges of "${spec}" differ in length: ${published.count} host ports for ${targets.count} container ports.`
  }
  return { hostIp, host, protocol, targets, published }
}

interface Ranges {
  readonly hostIp: string
  readonly host: string
  readonly protocol: string
  readonly targets: Range
  readonly published: Range | undefined
}

interface Range {
  readonly first: number
  readonly count: number
}

function expandRanges({ hostIp, host, protocol, targets, published }: Ranges): ShortPort[] {
  const publishedAt = (index: number) => {
    if (published === undefined) return ''
    return targets.count === 1 ? host : String(published.first + index)
  }
  const ports = Array.from({ length: targets.count }, (_, index) => ({
    hostIp,
    target: targets.first + index,
    published: publishedAt(index),
    protocol,
  }))
  // The reference sorts them as text, so 10 stands before 9.
  return ports.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1))
}

function splitPort(spec: string) {
  const slash = spec.lastIndexOf('/')
  const address = slash < 0 ? spec : spec.slice(0, slash)
  const protocol = slash < 0 ? 'tcp' : spec.slice(slash + 1).toLowerCase()
  const [beforeContainer, container] = splitLast(address)
  const [ip, host] = splitLast(beforeContainer)
  return { ip, host, container, protocol }
}

/** What is before and after the last colon. */
function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf(':')
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1)]
}

function parseRange(text: string): Range | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (match?.[1] === undefined) return undefined
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  return first <= last && last <= 65_535 ? { first, count: last - first + 1 } : undefined
}
