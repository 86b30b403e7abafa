import {
  entriesOf,
  isNull,
  type Mapping,
  mapEntries,
  mapping,
  mappingOf,
  type Node,
  nodeAt,
  scalar,
  textAt,
  updateEntry,
  withEntry,
  withoutEntry,
} from '../tree.ts'

export interface DefaultsOptions {
  readonly projectName: string
  readonly workingDir: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Phase 10: what a file need not say: the default network, names in the Engine, build settings, the
 * dependency that `network_mode: service:x` implies, and variables taken over from outside.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/06-networks.md#the-default-network
 */
export function fillDefaults(document: Mapping, options: DefaultsOptions): Mapping {
  const withServices = updateEntry(document, 'services', (services) =>
    services.kind === 'mapping' ? mapEntries(services, (service) => fillService(service, options)) : services,
  )
  const withDefault = declareDefaultNetwork(withServices)
  return nameResources(nameResources(withDefault, 'networks', options), 'volumes', options)
}

function fillService(service: Node, options: DefaultsOptions): Node {
  if (service.kind !== 'mapping') return service
  const { origin } = service
  const build = updateEntry(service, 'build', (value) => fillBuild(value, options))
  const listed = updateEntry(build, 'depends_on', (value) => mapRequired(value))
  const files = updateEntry(listed, 'env_file', (value) =>
    value.kind === 'sequence' ? { ...value, items: value.items.map(fillRequired) } : value,
  )
  const environment = updateEntry(files, 'environment', (value) => fillFromOutside(value, options))
  const joined = joinSharedNetwork(environment)
  const hasNetworks = joined.entries.has('network_mode') || entriesOf(nodeAt(joined, 'networks')).length > 0
  return hasNetworks
    ? joined
    : withEntry(joined, 'networks', mappingOf({ default: scalar(null, origin) }, origin))
}

function fillBuild(build: Node, { workingDir, environment }: DefaultsOptions): Node {
  if (build.kind !== 'mapping') return build
  const { origin } = build
  let filled = build
  if (nodeAt(filled, 'context') === undefined)
    filled = withEntry(filled, 'context', scalar(workingDir, origin))
  const hasDockerfile = filled.entries.has('dockerfile') || filled.entries.has('dockerfile_inline')
  if (!hasDockerfile) filled = withEntry(filled, 'dockerfile', scalar('Dockerfile', origin))
  return updateEntry(filled, 'args', (args) => {
    const known = fillFromOutside(args, { environment })
    return known.kind === 'mapping'
      ? mapEntries(known, (value) => (isNull(value) ? undefined : value))
      : known
  })
}

/** A key without a value takes the one that the project's environment has. */
function fillFromOutside(values: Node, { environment }: Pick<DefaultsOptions, 'environment'>): Node {
  if (values.kind !== 'mapping') return values
  return mapEntries(values, (value, key) => {
    const outside = Object.hasOwn(environment, key) ? environment[key] : undefined
    return isNull(value) && outside !== undefined ? scalar(outside, value.origin) : value
  })
}

const mapRequired = (value: Node): Node =>
  value.kind === 'mapping' ? mapEntries(value, fillRequired) : value

const fillRequired = (value: Node): Node =>
  value.kind === 'mapping' && !value.entries.has('required')
    ? withEntry(value, 'required', scalar(true, value.origin))
    : value

/** A service that lives in another one's network must start after it, and again when it is restarted. */
function joinSharedNetwork(service: Mapping): Mapping {
  const mode = nodeAt(service, 'network_mode')
  const target = /^service:(.+)$/.exec(textAt(service, 'network_mode') ?? '')?.[1]
  if (mode === undefined || target === undefined) return service
  const { origin } = mode
  const dependencies = nodeAt(service, 'depends_on') ?? mappingOf({}, origin)
  if (dependencies.kind !== 'mapping' || dependencies.entries.has(target)) return service
  const dependency = mappingOf(
    {
      condition: scalar('service_started', origin),
      restart: scalar(true, origin),
      required: scalar(true, origin),
    },
    origin,
  )
  return withEntry(service, 'depends_on', withEntry(dependencies, target, dependency))
}

function declareDefaultNetwork(document: Mapping): Mapping {
  const users = entriesOf(nodeAt(document, 'services')).filter(([, { value }]) =>
    nodeAt(value, 'networks', 'default'),
  )
  const networks = nodeAt(document, 'networks') ?? mapping(new Map(), document.origin)
  const first = users[0]?.[1]
  if (first === undefined || networks.kind !== 'mapping' || networks.entries.has('default')) return document
  return withEntry(document, 'networks', withEntry(networks, 'default', scalar(null, first.key)))
}

function nameResources(document: Mapping, section: string, { projectName }: DefaultsOptions): Mapping {
  return updateEntry(document, section, (resources) => {
    if (resources.kind !== 'mapping') return resources
    return mapEntries(resources, (value, key) => {
      const resource = value.kind === 'mapping' ? value : mappingOf({}, value.origin)
      const isExternal = isTrue(nodeAt(resource, 'external'))
      const named = resource.entries.has('name')
        ? resource
        : withEntry(resource, 'name', scalar(isExternal ? key : `${projectName}_${key}`, value.origin))
      return isExternal ? named : withoutEntry(named, 'external')
    })
  })
}

const isTrue = (node: Node | undefined) => node?.kind === 'scalar' && node.value === true
