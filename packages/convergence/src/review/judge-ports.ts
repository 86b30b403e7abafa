import type { PortBindings } from '@berth/docker-engine'
import type { Judging, Objection } from './finding.ts'

/** Every host port of a range has to be allowed; one that the Engine chooses is. */
export function judgePorts(bindings: PortBindings, { policy }: Judging): Objection[] {
  const { allowed, others } = policy.ports
  return Object.values(bindings)
    .flatMap((list) => list ?? [])
    .flatMap(({ HostPort = '' }) => {
      const text = HostPort.trim()
      if (text === '' || text === '0') return []
      const [first = Number.NaN, last = first] = text.split('-').map(Number)
      const isAllowed = isCovered(first, last, allowed)
      if (isAllowed) return []
      return [
        {
          rule: 'ports' as const,
          verdict: others,
          field: 'HostConfig.PortBindings',
          attribute: ['ports'],
          message: `It takes host port ${text}.`,
        },
      ]
    })
}

/** Ranges that touch count as one. What is no number is in none. */
function isCovered(
  first: number,
  last: number,
  ranges: readonly { readonly first: number; readonly last: number }[],
): boolean {
  if (!(first <= last)) return false
  let next = first
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    if (range.first <= next && next <= range.last) next = range.last + 1
  }
  return next > last
}
