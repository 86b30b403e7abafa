import { formatBytes } from '../format-bytes.ts'
import type { DiskNeed, Holder, ImageNeed, PlanNeeds, PortNeed } from '../needs/plan-needs.ts'
import { line, type PlanLine, span } from './plan-line.ts'

/** What the plan takes of the host, one need a line. */
export function needLines({ ports, names, images, disk }: PlanNeeds): PlanLine[] {
  const rows = [
    ...ports.map((port) => ({
      what: portInWords(port),
      who: holderInWords(port.heldBy),
      holder: port.heldBy,
    })),
    ...names.map(({ name, heldBy }) => ({
      what: `name ${name}`,
      who: holderInWords(heldBy),
      holder: heldBy,
    })),
  ]
  const sizes =
    disk === undefined ? [] : [{ what: 'disk', who: diskInWords(disk, images), holder: undefined }]
  const all = [...rows, ...sizes]
  if (all.length === 0) return []
  const width = Math.max(...all.map(({ what }) => what.length))
  return [
    line('  needs'),
    ...all.map(({ what, who, holder }): PlanLine => {
      const isTaken = holder !== undefined && !(holder.kind === 'container' && holder.givesUp)
      return [span(`    ${what.padEnd(width)}  `), span(who, isTaken ? 'problem' : 'quiet')]
    }),
  ]
}

function portInWords({ service, hostIp, published, lastPublished, protocol }: PortNeed): string {
  const range = lastPublished === undefined ? published : `${published}-${lastPublished}`
  const address = hostIp === '' ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`
  return `port ${address}${range}/${protocol} for ${service}`
}

function holderInWords(holder: Holder | undefined): string {
  if (holder === undefined) return 'not taken'
  if (holder.kind === 'program') {
    const { name = 'a program', pid } = holder
    return `${name}${pid === undefined ? '' : ` (process ${pid})`} listens there`
  }
  const { name, project, givesUp } = holder
  if (givesUp) return `${name} gives it up`
  return `container ${name}${project === undefined ? '' : ` of project ${project}`} has it`
}

function diskInWords(
  { folder, aboutBytes, unknownImages, freeBytes }: DiskNeed,
  images: readonly ImageNeed[],
): string {
  const known = images.length - unknownImages
  const unknown = unknownImages === 1 ? 'an image of unknown size' : `${unknownImages} images of unknown size`
  const size = [
    ...(known > 0 ? [`about ${formatBytes(aboutBytes)}`] : []),
    ...(unknownImages > 0 ? [unknown] : []),
  ].join(' and ')
  return freeBytes === undefined
    ? `${size}, in ${folder}`
    : `${size}; ${formatBytes(freeBytes)} are free in ${folder}`
}
