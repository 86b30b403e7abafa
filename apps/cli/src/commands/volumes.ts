import { label, type VolumeInspect } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { volumesFlags } from '../args/reading-flags.ts'
import { withEngine } from '../engine.ts'
import { joinLabels } from '../print/labels.ts'
import { formatListing, type Listing } from '../print/listing.ts'
import { printProblem } from '../print/print-problem.ts'
import { listContainers } from '../project/containers.ts'
import { findTarget } from '../project/target.ts'

/** `berth volumes`: the volumes of the project, or those that the named services mount. */
export async function volumes(input: CommandInput<typeof volumesFlags>): Promise<number> {
  const { flags, globals, world, services } = input
  const target = findTarget(input)
  if (target === undefined) return 1
  return withEngine(input, async (engine) => {
    const own = await engine.listVolumes({ labels: [`${label.project}=${target.name}`] })
    const containers =
      services.length === 0 ? [] : await listContainers(engine, { project: target.name, services, all: true })
    const mounted = new Set(containers.flatMap(({ mounts }) => mounts.map(({ name }) => name)))
    const shown = own
      .filter(({ Name }) => services.length === 0 || mounted.has(Name))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1))
    const format = flags.quiet ? '{{.Name}}' : flags.format
    const text = formatListing(format, listingOf(shown))
    if (typeof text !== 'string') {
      printProblem(text.problem, world, globals.ansi)
      return 1
    }
    world.out.write(text)
    return 0
  })
}

/** What `docker volume ls` knows of a volume, in its order. */
const fieldsOf = ({ Driver, Labels, Mountpoint, Name, Scope }: VolumeInspect) => ({
  Availability: 'N/A',
  Driver,
  Group: 'N/A',
  Labels: joinLabels(Labels),
  Links: 'N/A',
  Mountpoint,
  Name,
  Scope,
  Size: 'N/A',
  Status: 'N/A',
})

const listingOf = (shown: readonly VolumeInspect[]): Listing => ({
  columns: ['Driver', 'Name'],
  titles: { Name: 'VOLUME NAME' },
  fields: [
    'Availability',
    'Driver',
    'Group',
    'Labels',
    'Links',
    'Mountpoint',
    'Name',
    'Scope',
    'Size',
    'Status',
  ],
  rows: shown.map((volume) => ({ fields: fieldsOf(volume), labels: volume.Labels })),
})
