import type { VariableUse } from '../interpolate/interpolate.ts'
import { cleanAnyPath } from '../paths.ts'
import { type Origin, rangeOf } from '../source.ts'
import {
  entriesOf,
  isNull,
  itemsOf,
  type Mapping,
  mapEntries,
  mapItems,
  mapping,
  mappingOf,
  mapValues,
  type Node,
  nodeAt,
  scalar,
  textAt,
  updateEntry,
  withEntry,
} from '../tree.ts'

export interface DefaultsOptions {
  readonly projectName: string
  readonly environment: Readonly<Record<string, string>>
  /** Told of every variable that is taken over. */
  readonly onUse?: (use: VariableUse) => void
}

type Outside = Pick<DefaultsOptions, 'environment' | 'onUse'>

/**
 * Phase 12: what a file need not say: the default network, names in the Engine, build settings and the
 * dependencies that `links`, `volumes_from` or `network_mode: service:x` imply. Old words and long paths are brought to one spelling.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/06-networks.md#the-default-network
 */
export function fillDefaults(document: Mapping, options: DefaultsOptions): Mapping {
  const withServices = mapServices(document, (service) => fillService(service, options))
  const withDefault = declareDefaultNetwork(withServices)
  return namedSections.reduce((named, section) => nameResources(named, section, options), withDefault)
}

const namedSections = ['networks', 'volumes', 'configs', 'secrets']

function fillService(service: Mapping, options: DefaultsOptions): Mapping {
  const { origin } = service
  const build = updateEntry(service, 'build', (value) => fillBuild(value, options))
  const policy = updateEntry(build, 'pull_policy', renameOldPolicy)
  const mounts = updateEntry(policy, 'volumes', (value) => mapItems(value, cleanTarget))
  const listed = updateEntry(mounts, 'depends_on', (value) => mapRequired(value))
  const files = updateEntry(listed, 'env_file', (value) => mapItems(value, fillRequired))
  const joined = dependOnOthers(files)
  const hasNetworks = entriesOf(nodeAt(joined, 'networks')).length > 0
  return joinsNone(joined) || hasNetworks
    ? joined
    : withEntry(joined, 'networks', mappingOf({ default: scalar(null, origin) }, origin))
}

/** What a provider makes is no container, and joins no network. */
const joinsNone = (service: Node): boolean =>
  nodeAt(service, 'network_mode') !== undefined || nodeAt(service, 'provider') !== undefined

function fillBuild(build: Node, outside: Outside): Node {
  if (build.kind !== 'mapping') return build
  const hasDockerfile = build.entries.has('dockerfile') || build.entries.has('dockerfile_inline')
  const filled = hasDockerfile ? build : withEntry(build, 'dockerfile', scalar('Dockerfile', build.origin))
  return updateEntry(filled, 'args', (args) => {
    const known = fillFromOutside(args, outside)
    if (known.kind === 'mapping') return mapEntries(known, (value) => (isNull(value) ? undefined : value))
    const hasValue = (item: Node) => item.kind === 'scalar' && String(item.value).includes('=')
    return known.kind === 'sequence' ? { ...known, items: known.items.filter(hasValue) } : known
  })
}

/**
 * Fills in what a file need not say and what depends on nothing outside it: a build without a context is
 * about the project's folder.
 */
export function fillContexts(document: Mapping): Mapping {
  return mapServices(document, (service) => updateEntry(service, 'build', fillContext))
}

const fillContext = (build: Node): Node =>
  build.kind === 'mapping' && !build.entries.has('context')
    ? withEntry(build, 'context', scalar('.', build.origin))
    : build

/** Lets each service's variables without a value take the one that the project's environment has. */
export function takeVariables(document: Mapping, outside: Outside): Mapping {
  return mapServices(document, (service) =>
    updateEntry(service, 'environment', (values) => fillFromOutside(values, outside)),
  )
}

function mapServices(document: Mapping, change: (service: Mapping) => Mapping): Mapping {
  return updateEntry(document, 'services', (services) =>
    mapValues(services, (service) => (service.kind === 'mapping' ? change(service) : service)),
  )
}

/** A key without a value takes the one that the project's environment has. */
function fillFromOutside(values: Node, { environment, onUse }: Outside): Node {
  return mapValues(values, (value, key) => {
    if (value.kind !== 'scalar' || !isNull(value)) return value
    onUse?.({ name: key, range: rangeOf(value.origin), isRequired: false })
    const outside = Object.hasOwn(environment, key) ? environment[key] : undefined
    return outside === undefined ? value : scalar(outside, { ...value.origin, written: null })
  })
}

const renameOldPolicy = (value: Node): Node =>
  value.kind === 'scalar' && value.value === 'if_not_present' ? scalar('missing', value.origin) : value

function cleanTarget(mount: Node): Node {
  const target = textAt(mount, 'target')
  return target === undefined || mount.kind !== 'mapping'
    ? mount
    : updateEntry(mount, 'target', ({ origin }) => scalar(cleanAnyPath(target), origin))
}

const mapRequired = (value: Node): Node => mapValues(value, fillRequired)

const fillRequired = (value: Node): Node =>
  value.kind === 'mapping' && !value.entries.has('required')
    ? withEntry(value, 'required', scalar(true, value.origin))
    : value

/** Namespaces that a service can share with another: `pid: service:x`. */
const sharedNamespaces = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']

/** What a service takes from others, so that it must start after them. */
function dependOnOthers(service: Mapping): Mapping {
  const links = itemsOf(nodeAt(service, 'links')).map((link) => implied(link, /^([^:]*)/, true))
  const shared = sharedNamespaces.map((key) => implied(nodeAt(service, key), /^service:(.*)$/, true))
  const mounts = itemsOf(nodeAt(service, 'volumes_from')).map((from) =>
    implied(from, /^(?!container:)([^:]*)/, false),
  )
  return [...links, ...shared, ...mounts].reduce(
    (all, dependency) => (dependency === undefined ? all : addDependency(all, dependency)),
    service,
  )
}

interface ImpliedDependency {
  readonly on: string
  readonly origin: Origin
  /** Whether the service is started again when the other one is. */
  readonly restart: boolean
}

function implied(node: Node | undefined, pattern: RegExp, restart: boolean): ImpliedDependency | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined
  const on = pattern.exec(node.value)?.[1]
  return on === undefined ? undefined : { on, origin: node.origin, restart }
}

function addDependency(service: Mapping, { on, origin, restart }: ImpliedDependency): Mapping {
  const dependencies = nodeAt(service, 'depends_on') ?? mappingOf({}, origin)
  if (dependencies.kind !== 'mapping' || dependencies.entries.has(on)) return service
  const dependency = mappingOf(
    {
      condition: scalar('service_started', origin),
      restart: scalar(restart, origin),
      required: scalar(true, origin),
    },
    origin,
  )
  return withEntry(service, 'depends_on', withEntry(dependencies, on, dependency))
}

function declareDefaultNetwork(document: Mapping): Mapping {
  const users = entriesOf(nodeAt(document, 'services')).filter(
    ([, { value }]) => !joinsNone(value) && nodeAt(value, 'networks', 'default') !== undefined,
  )
  const networks = nodeAt(document, 'networks') ?? mapping(new Map(), document.origin)
  const first = users[0]?.[1]
  if (first === undefined || networks.kind !== 'mapping' || networks.entries.has('default')) return document
  return withEntry(document, 'networks', withEntry(networks, 'default', scalar(null, first.key)))
}

function nameResources(document: Mapping, section: string, { projectName }: DefaultsOptions): Mapping {
  return updateEntry(document, section, (resources) =>
    mapValues(resources, (value, key) => {
      const resource = value.kind === 'mapping' ? value : mappingOf({}, value.origin)
      const isExternal = isTrue(nodeAt(resource, 'external'))
      return resource.entries.has('name')
        ? resource
        : withEntry(resource, 'name', scalar(isExternal ? key : `${projectName}_${key}`, value.origin))
    }),
  )
}

const isTrue = (node: Node | undefined) => node?.kind === 'scalar' && node.value === true
