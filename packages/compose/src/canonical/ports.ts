import { below, type Finding, type Place } from '../context.ts'
import { limits } from '../parse/limits.ts'
import type { Origin } from '../source.ts'
import {
  type Entry,
  type Mapping,
  mapping,
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
  const items: Node[] = []
  for (const [index, item] of node.items.entries()) {
    if (item.kind === 'mapping') items.push(completeLongPort(item))
    if (item.kind !== 'scalar') continue
    const ports = expandShortPort(item, below(place, index))
    // Nobody goes on with a project of too many values.
    if (ports === undefined) return { ...node, items: [] }
    for (const port of ports) items.push(port)
  }
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

/** Undefined, and reported, when there are too many to be written out. */
function expandShortPort(item: Scalar, { path, findings }: Place): readonly Mapping[] | undefined {
  const spec = scalarText(item.value)
  const ranges = parsePort(spec)
  if (typeof ranges !== 'string') {
    if (findings.spend(ranges.targets.count)) {
      return longPorts(ranges, item.origin)
    }
    findings.report({
      code: 'COMPOSE_TOO_LARGE',
      message: `The project has more than ${limits.values} values when "${spec}" is written out.`,
      fix: 'Publish fewer ports, or use `network_mode: host`.',
      origin: item.origin,
      path,
    })
    return undefined
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

/** The ports of a range, which share what is the same in all of them: there may be 65,535. */
function longPorts({ hostIp, host, protocol, targets, published }: Ranges, origin: Origin): Mapping[] {
  const entry = (value: string | bigint): Entry => ({ key: origin, value: scalar(value, origin) })
  const shared = { mode: entry('ingress'), hostIp: entry(hostIp), protocol: entry(protocol) }
  const publishedAt = (target: number) =>
    published && (targets.count === 1 ? host : String(published.first + target - targets.first))
  return targetsOf(targets).map((target) => {
    const publishes = publishedAt(target)
    const entries = new Map<string, Entry>()
    entries.set('mode', shared.mode)
    if (hostIp !== '') entries.set('host_ip', shared.hostIp)
    entries.set('target', entry(BigInt(target)))
    if (publishes !== undefined) entries.set('published', entry(publishes))
    entries.set('protocol', shared.protocol)
    return mapping(entries, origin)
  })
}

/** The reference sorts them as text, so 10 stands before 9. */
const targetsOf = ({ first, count }: Range): number[] =>
  Array.from({ length: count }, (_, index) => String(first + index))
    .sort()
    .map(Number)

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
