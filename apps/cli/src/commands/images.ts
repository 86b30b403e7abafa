import { label } from '@berth/docker-engine'
import type { CommandInput } from '../args/command.ts'
import type { imagesFlags } from '../args/image-flags.ts'
import { withEngine } from '../engine.ts'
import { formatImageJson, formatImageTable, imageIds, type UsedImage } from '../images/image-rows.ts'
import { loadProjectOrName } from '../project/load-project.ts'

/** `berth images`: the images that the containers of the project were made from. */
export async function images(input: CommandInput<typeof imagesFlags>): Promise<number> {
  const { flags, services, world } = input
  const found = loadProjectOrName(input)
  if (found === undefined) return 1
  return withEngine(input, async (engine) => {
    const containers = (await engine.listContainers({ labels: [`${label.project}=${found.name}`] }))
      .filter(({ labels }) => services.length === 0 || services.includes(labels[label.service] ?? ''))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const inspected = new Map<string, UsedImage['image']>()
    for (const { imageId } of containers) {
      if (!inspected.has(imageId)) inspected.set(imageId, await engine.inspectImage(imageId))
    }
    const used = containers.flatMap((container) => {
      const image = inspected.get(container.imageId)
      return image === undefined ? [] : [{ container, image }]
    })
    if (flags.quiet)
      world.out.write(
        imageIds(used)
          .map((id) => `${id}\n`)
          .join(''),
      )
    else
      world.out.write(flags.format === 'json' ? formatImageJson(used) : formatImageTable(used, world.now()))
    return 0
  })
}
