import { imageName } from '../../observed/image-name.ts'
import type { ObservedState, RemovableImage } from '../../observed/observed-state.ts'
import { type DownContext, downServices, isPartial } from './down-context.ts'

/**
 * Takes their names from the images that were built for a project, or that it names, once its containers are gone
 * (R91). Tells of those that something else still uses. One that turns out to be in use stays, and that is told.
 */
export function removeImages(observed: ObservedState, context: DownContext): string[] {
  const { graph, removed, options } = context
  if (options.removeImages === undefined) return []
  const gone = new Map(removed.map(({ container, remove }) => [container.id, remove]))
  const wanted = wantedNames(observed, context)
  return (observed.removableImages ?? []).flatMap((image) => {
    const names = image.names.filter((name) => wanted.has(name))
    const holder = image.users.find(({ id }) => !gone.has(id))
    if (holder !== undefined && losesAllTags(image, names))
      return names.map((name) => staysText(name, holder))
    for (const name of names) {
      graph.add(
        {
          kind: 'remove-image',
          id: `remove-image:${name}`,
          group: `image ${name}`,
          cause: 'images are to be removed',
          image: name,
          isOptional: true,
        },
        image.users.flatMap(({ id }) => gone.get(id) ?? []),
      )
    }
    return []
  })
}

/** The Engine keeps an image that is in use from losing its last tag. */
const losesAllTags = ({ names }: RemovableImage, lost: readonly string[]) =>
  lost.length > 0 && names.every((name) => name.includes('@') || lost.includes(name))

const staysText = (image: string, { name, project }: RemovableImage['users'][number]) =>
  `Image ${image} stays: container ${name}${project === undefined ? '' : ` of ${project}`} uses it.`

function wantedNames(observed: ObservedState, context: DownContext): Set<string> {
  const { options } = context
  const said = saidImages(context)
  const built = (observed.removableImages ?? [])
    .filter((image) => wasBuiltForThese(image, context))
    .flatMap(({ names }) => ownNames(names, said))
  const services = downServices(options)
  return new Set([
    ...built,
    ...(options.removeImages === 'all'
      ? said
      : services.filter(({ namesImage }) => !namesImage).map(({ image }) => imageName(image))),
  ])
}

/** The images of the services that go, as their files or else their containers name them. */
function saidImages({ removed, options }: DownContext): Set<string> {
  const services = downServices(options).map(({ image }) => imageName(image))
  const containers = removed.map(({ container }) => imageName(container.image))
  return new Set(options.desired === undefined ? containers : services)
}

function wasBuiltForThese({ service }: RemovableImage, { removed, options }: DownContext): boolean {
  if (service === undefined) return false
  if (options.removeOrphans && !isPartial(options)) return true
  return options.desired === undefined
    ? removed.some(({ container }) => container.service === service)
    : downServices(options).some(({ name }) => name === service)
}

/** Of several names those that are said; where none is, the image had another name before, or its service is gone. */
function ownNames(names: readonly string[], said: ReadonlySet<string>): string[] {
  const own = names.filter((name) => said.has(name))
  return own.length > 0 ? own : names.slice(0, 1)
}
