import { isAbsolutePath, joinPath, resolvePath } from '../paths.ts'
import { type Mapping, mapItems, mapValues, type Node, scalar, textAt, updateEntry } from '../tree.ts'

export interface Directories {
  readonly workingDir: string
  /** What `~` stands for; undefined leaves it as it is. */
  readonly home: string | undefined
}

/**
 * Phase 11: relative paths become absolute, against the project's folder.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#volumes
 */
export function makePathsAbsolute(document: Mapping, directories: Directories): Mapping {
  return mapPaths(document, (value) => resolveText(value, directories))
}

/** For the places where an empty path is none, and not the folder itself. */
const unlessEmpty =
  (resolve: Resolve): Resolve =>
  (value) =>
    value.kind === 'scalar' && value.value === '' ? value : resolve(value)

/** Relative paths lead to the same places from another folder, `prefix` being the way back from there. */
export function movePaths(
  document: Mapping,
  { prefix, home }: { readonly prefix: string; readonly home: string | undefined },
): Mapping {
  return mapPaths(document, (value) => {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') return value
    const path = expandHome(value.value, home)
    return isAbsolutePath(path) ? { ...value, value: path } : { ...value, value: joinPath(prefix, path) }
  })
}

function mapPaths(document: Mapping, resolve: Resolve): Mapping {
  const withServices = updateEntry(document, 'services', (services) =>
    mapValues(services, (service) => resolveService(service, resolve)),
  )
  const withVolumes = updateEntry(withServices, 'volumes', (volumes) =>
    mapValues(volumes, (volume) => resolveDevice(volume, resolve)),
  )
  return ['configs', 'secrets'].reduce(
    (located, section) =>
      updateEntry(located, section, (objects) =>
        mapValues(objects, (object) => change(object, 'file', resolve)),
      ),
    withVolumes,
  )
}

type Resolve = (value: Node) => Node

function resolveService(service: Node, resolve: Resolve): Node {
  const withBuild = change(service, 'build', (build) => resolveBuild(build, resolve))
  const withWatch = change(withBuild, 'develop', (develop) =>
    change(develop, 'watch', (rules) => mapItems(rules, (rule) => change(rule, 'path', resolve))),
  )
  const resolveFile = unlessEmpty(resolve)
  const withEnvFiles = change(withWatch, 'env_file', (files) =>
    mapItems(files, (file) => change(file, 'path', resolveFile)),
  )
  const withLabelFiles = change(withEnvFiles, 'label_file', (files) => mapItems(files, resolveFile))
  return change(withLabelFiles, 'volumes', (volumes) =>
    mapItems(volumes, (volume) =>
      textAt(volume, 'type') === 'bind' ? change(volume, 'source', resolve) : volume,
    ),
  )
}

function resolveBuild(build: Node, resolve: Resolve): Node {
  const withContext = change(build, 'context', (value) => resolveContext(value, resolve))
  const withContexts = change(withContext, 'additional_contexts', (contexts) =>
    mapValues(contexts, (value) => resolveContext(value, resolve)),
  )
  return change(withContexts, 'ssh', (keys) => mapValues(keys, resolve))
}

/** A context may be a URL that the builder fetches. */
const remoteContext = /^(https?:\/\/|git:\/\/|ssh:\/\/|github\.com\/|git@|service:)|:\/\//

function resolveContext(value: Node, resolve: Resolve): Node {
  const isRemote = value.kind === 'scalar' && remoteContext.test(String(value.value))
  return isRemote ? value : unlessEmpty(resolve)(value)
}

/** The local driver binds a folder of the host when it is told `o: bind`. */
function resolveDevice(volume: Node, resolve: Resolve): Node {
  const isBind = textAt(volume, 'driver') === 'local' && textAt(volume, 'driver_opts', 'o') === 'bind'
  return isBind ? change(volume, 'driver_opts', (options) => change(options, 'device', resolve)) : volume
}

function resolveText(value: Node, { workingDir, home }: Directories): Node {
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return value
  return scalar(resolvePath(workingDir, expandHome(value.value, home)), value.origin)
}

const expandHome = (path: string, home: string | undefined): string =>
  path.startsWith('~') && home ? resolvePath(home, path.slice(1).replace(/^\/+/, '')) : path

const change = (node: Node, key: string, by: Resolve): Node =>
  node.kind === 'mapping' ? updateEntry(node, key, by) : node
