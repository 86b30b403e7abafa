import type { Service } from '@berth/compose'
import type { ContainerBody } from '@berth/docker-engine'

/** Containers of nobody's project, by the names they have in this one: `container:alias`. */
export const externalLinks = ({ external_links = [] }: Service): string[] =>
  external_links.map((link) => {
    const [container = '', alias = container] = splitOnce(link)
    return `${container}:${alias}`
  })

/** A link to a service: whose containers, and the name they get. */
export function parseLink(link: string): { readonly service: string; readonly alias: string } {
  const [service = '', alias = service] = splitOnce(link)
  return { service, alias }
}

/**
 * The names that a container of `project` gives to one that it links to, as Docker Compose gives them: with its own
 * number, not that of the other.
 */
export function linksTo(
  container: string,
  link: string,
  own: { readonly project: string; readonly replica: number },
): string[] {
  const { service, alias } = parseLink(link)
  return [alias, `${service}-${own.replica}`, `${own.project}-${service}-${own.replica}`].map(
    (name) => `${container}:${name}`,
  )
}

/** The body with links, which the Engine wants of the container and of each of its networks. */
export function withLinks(links: readonly string[], body: ContainerBody): ContainerBody {
  if (links.length === 0) return body
  const { HostConfig, NetworkingConfig } = body
  const add = (known: readonly string[] | undefined) => [...links, ...(known ?? [])]
  const endpoints = Object.entries(NetworkingConfig?.EndpointsConfig ?? {}).map(([name, endpoint]) => [
    name,
    { ...endpoint, Links: add(endpoint.Links) },
  ])
  return {
    ...body,
    HostConfig: { ...HostConfig, Links: add(HostConfig.Links) },
    ...(NetworkingConfig && { NetworkingConfig: { EndpointsConfig: Object.fromEntries(endpoints) } }),
  }
}

const splitOnce = (text: string): readonly string[] => {
  const at = text.indexOf(':')
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
