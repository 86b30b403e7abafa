import type { ContainerSummary, PublishedPort } from '@berth/docker-engine'

/**
 * Ports as `docker ps` shows them: runs of neighbours that are published under their own number as one
 * range, then those published under another. Pure.
 */
export function formatPorts(ports: ContainerSummary['ports']): string {
  const open = new Map<
    string,
    { readonly address: string; readonly protocol: string; from: number; to: number }
  >()
  const closed: string[] = []
  const mapped: string[] = []
  for (const port of [...ports].sort(byTarget)) {
    const { hostIp, target, published, protocol } = port
    if (hostIp !== undefined && published !== target) {
      mapped.push(`${bracketed(hostIp)}:${published}->${target}/${protocol}`)
      continue
    }
    const key = `${hostIp ?? ''}/${protocol}`
    const run = open.get(key)
    if (run?.to === target - 1) {
      run.to = target
      continue
    }
    if (run !== undefined) closed.push(formatRun(run))
    open.set(key, { address: hostIp ?? '', protocol, from: target, to: target })
  }
  return [...closed, ...[...open.values()].map(formatRun), ...mapped].join(', ')
}

/** What `docker compose ps --format json` lists as publishers. Pure. */
export const publishersOf = (ports: ContainerSummary['ports']) =>
  [...ports].sort(byTarget).map(({ hostIp, target, published, protocol }) => ({
    URL: hostIp ?? '',
    TargetPort: target,
    PublishedPort: published ?? 0,
    Protocol: protocol,
  }))

interface Run {
  readonly address: string
  readonly protocol: string
  readonly from: number
  readonly to: number
}

function formatRun({ address, protocol, from, to }: Run): string {
  const range = from === to ? `${from}` : `${from}-${to}`
  return address === '' ? `${range}/${protocol}` : `${bracketed(address)}:${range}->${range}/${protocol}`
}

const bracketed = (ip: string) => (ip.includes(':') ? `[${ip}]` : ip)

function byTarget(a: PublishedPort, b: PublishedPort): number {
  return (
    a.target - b.target ||
    compare(a.hostIp ?? '', b.hostIp ?? '') ||
    (a.published ?? 0) - (b.published ?? 0) ||
    compare(a.protocol, b.protocol)
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b))
