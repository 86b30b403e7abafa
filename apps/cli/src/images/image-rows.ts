import type { ContainerSummary, ImageInspect } from '@berth/docker-engine'
import { inWords } from '../print/ago.ts'
import { formatTable } from '../print/table.ts'

/** A container and the image it was made from. */
export interface UsedImage {
  readonly container: Pick<ContainerSummary, 'name' | 'image'>
  readonly image: ImageInspect
}

const header = ['CONTAINER', 'REPOSITORY', 'TAG', 'PLATFORM', 'IMAGE ID', 'SIZE', 'CREATED']

/** The table of `docker compose images`. Pure. */
export function formatImageTable(used: readonly UsedImage[], now: number): string {
  const rows = used.map(({ container, image }) => {
    const { repository, tag } = nameOf(container.image)
    return [
      container.name,
      repository || '<none>',
      tag || '<none>',
      platformOf(image),
      digits(image).slice(0, 12),
      sizeInWords(image.Size ?? 0),
      `${inWords(now - Date.parse(namedAt(image)))} ago`,
    ]
  })
  return formatTable(header, rows, { leastWidth: 17 })
}

/** What `docker compose images --format json` prints, with its keys in its order. Pure. */
export function formatImageJson(used: readonly UsedImage[]): string {
  const items = used.map(({ container, image }) => {
    const { repository, tag } = nameOf(container.image)
    return {
      ID: image.Id,
      ContainerName: container.name,
      Repository: repository,
      Tag: tag,
      Platform: platformOf(image),
      Size: image.Size ?? 0,
      LastTagTime: namedAt(image),
    }
  })
  // As Go writes a list that was never made.
  return items.length === 0 ? 'null\n\n' : `${JSON.stringify(items)}\n\n`
}

/** Without repetitions, as `docker compose images -q` prints them. Pure. */
export const imageIds = (used: readonly UsedImage[]): string[] => [
  ...new Set(used.map(({ image }) => digits(image))),
]

const digits = ({ Id }: ImageInspect) => Id.replace(/^sha256:/, '')

/** As people write it; neither for an image that is only known by its id. */
function nameOf(reference: string): { readonly repository: string; readonly tag: string } {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return { repository: '', tag: '' }
  const [named = '', digest] = reference.split('@')
  const short = named.replace(/^docker\.io\//, '').replace(/^library\//, '')
  const colon = short.lastIndexOf(':')
  if (colon <= short.lastIndexOf('/')) return { repository: short, tag: digest === undefined ? 'latest' : '' }
  // With a digest the tag does not count.
  return { repository: short.slice(0, colon), tag: digest === undefined ? short.slice(colon + 1) : '' }
}

const platformOf = ({ Os = '', Architecture = '', Variant }: ImageInspect) =>
  [Os, Architecture, ...(Variant ? [Variant] : [])].join('/')

/** When it was given its name here, else when it was made. */
function namedAt({ Metadata, Created = '' }: ImageInspect): string {
  const time = Metadata?.LastTagTime ?? ''
  return time === '' || time.startsWith('0001-') ? Created : time
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Three digits that count: `1.98MB`. */
function sizeInWords(bytes: number): string {
  let size = bytes
  let unit = 0
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000
  return `${Number(size.toPrecision(3))}${units[unit]}`
}
