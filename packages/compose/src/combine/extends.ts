import type { Finding } from '../context.ts'
import { movePaths } from '../normalize/absolute-paths.ts'
import { relativeTo, resolvePath } from '../paths.ts'
import {
  entriesOf,
  entryOf,
  isNull,
  type Mapping,
  mapEntries,
  type Node,
  nodeAt,
  type Path,
  withEntry,
  withoutEntry,
} from '../tree.ts'
import { suggest } from '../validate/suggest.ts'
import { alone, type Family, familyOfDocument, familyOfFile, type Own } from './family.ts'
import { isRemote } from './remote.ts'
import { deletePaths } from './resets.ts'
import type { Scope } from './scope.ts'

/** Longer chains are taken for a mistake; real ones have two or three links. */
const maxChain = 100

/** A walk through services that extend each other. */
interface Walk {
  readonly scope: Scope
  /** Other files, by path. */
  readonly families: Map<string, Family>
  /** Services that are being extended, outermost first. */
  readonly trail: readonly { readonly family: Family; readonly name: string }[]
}

/**
 * Phase 6: puts each service of a document over the one that it extends, in the same document or in another
 * file. Everything is taken over; relative paths go on meaning the folder of the file they are in.
 *
 * @param resets What the document takes away from what came before; services take it from what they extend.
 * @see https://github.com/compose-spec/compose-spec/blob/main/05-services.md#extends
 */
export function extendServices(document: Mapping, resets: readonly Path[], scope: Scope): Mapping {
  const services = nodeAt(document, 'services')
  const isAsked = entriesOf(services).some(([, { value }]) => entryOf(value, 'extends'))
  if (services?.kind !== 'mapping' || !isAsked) return document
  const family = familyOfDocument(services, resets, scope)
  const walk: Walk = { scope, families: new Map(), trail: [] }
  // What is empty is still to be told of.
  const extended = mapEntries(services, (service, name) =>
    isNull(service) ? service : (extend(name, family, walk) ?? service),
  )
  return withEntry(document, 'services', extended)
}

/**
 * The service with all that it takes over; undefined when there is none of that name. `extends` stays where what
 * it names could not be taken over, so that nobody complains of what is therefore missing.
 */
function extend(name: string, family: Family, walk: Walk): Mapping | undefined {
  const known = family.extended.get(name)
  if (known !== undefined) return known
  const own = family.own(name)
  if (own === undefined) return undefined
  const base = entryOf(own.service, 'extends') && findBase(name, own, { ...walk, family })
  const joined = base === undefined ? own.service : join(base, own, { name, scope: walk.scope })
  family.extended.set(name, joined)
  return joined
}

function join(base: Mapping, own: Own, { name, scope }: { name: string; scope: Scope }): Mapping {
  const kept = deletePaths(base, own.resets)
  if (!scope.files.afford('inherited', weigh(kept), own.service)) return own.service
  const { merge } = scope.readingWith(scope)
  const over = alone(name, withoutEntry(own.service, 'extends'), own.key)
  const document = merge(alone(name, kept, own.key), over, { path: [], findings: scope.findings })
  const merged = nodeAt(document, 'services', name)
  return merged?.kind === 'mapping' ? merged : own.service
}

/** A service that extends another, and where both are looked for. */
interface Search extends Walk {
  readonly family: Family
}

/** The service that one extends, as the extending file would write it; undefined, and reported, when there is none. */
function findBase(name: string, own: Own, search: Search): Mapping | undefined {
  const { family, scope } = search
  const { service, serviceNode, file, fileNode } = referenceOf(own)
  const report = reporter(name, scope)
  if (service === undefined) {
    const message = `\`services.${name}.extends\` needs \`service\`.`
    return report(serviceNode, { code: 'COMPOSE_MISSING_KEY', message, fix: 'Add `service:`.' })
  }
  const other = file === undefined ? family : openFile(file, search, (finding) => report(fileNode, finding))
  if (other === undefined) return undefined
  const trail = [...search.trail, { family, name }]
  const fault = faultOf(trail, { family: other, name: service })
  if (fault !== undefined) return report(serviceNode, fault)
  const base = extend(service, other, { ...search, trail })
  if (base !== undefined) {
    const moved = moveTo(family.folder, base, { from: other.folder, scope })
    // Of what is wrong in it something was left out.
    return scope.findings.isFaulty('services', service) ? withEntry(moved, 'extends', serviceNode) : moved
  }
  const meant = suggest(service, other.names)
  const where = file === undefined ? 'this file' : other.file
  const message = `The service "${name}" extends "${service}", which ${where} does not have.`
  const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`
  return report(serviceNode, { code: 'COMPOSE_EXTENDS_UNKNOWN_SERVICE', message: message + hint })
}

type Fault = Omit<Finding, 'origin' | 'path'>

/** Reports at a node below a service's `extends`. */
const reporter =
  (name: string, { findings }: Scope) =>
  ({ origin }: Node, fault: Fault): undefined =>
    void findings.report({ origin, path: ['services', name, 'extends'], ...fault })

/** Why the walk may not go on to a service: it has been there, or went too far. */
function faultOf(trail: Walk['trail'], next: Walk['trail'][number]): Fault | undefined {
  const start = trail.findIndex(({ family, name }) => family.file === next.family.file && name === next.name)
  if (start >= 0) {
    const circle = [...trail.slice(start), next].map(({ name }) => name).join(' -> ')
    return { code: 'COMPOSE_EXTENDS_CYCLE', message: `Services extend each other in a circle: ${circle}.` }
  }
  if (trail.length <= maxChain) return undefined
  return { code: 'COMPOSE_TOO_LARGE', message: `More than ${maxChain} services extend each other in a row.` }
}

/** Short or long form, and where it names what. */
function referenceOf({ service }: Own) {
  const node = nodeAt(service, 'extends') ?? service
  const serviceNode = node.kind === 'scalar' ? node : nodeAt(node, 'service')
  const fileNode = nodeAt(node, 'file')
  return {
    service: textOf(serviceNode),
    serviceNode: serviceNode ?? node,
    file: textOf(fileNode),
    fileNode: fileNode ?? node,
  }
}

const textOf = (node: Node | undefined) =>
  node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined

/** The services of another file. */
function openFile(
  file: string,
  { scope, family, families }: Search,
  report: (fault: Fault) => undefined,
): Family | undefined {
  if (isRemote(file)) {
    const message = `\`${file}\` is not a file of this machine, and files are not fetched.`
    return report({ code: 'COMPOSE_REMOTE_NOT_SUPPORTED', message })
  }
  const path = resolvePath(family.folder, file)
  const known = families.get(path)
  if (known !== undefined) return known
  const documents = scope.files.documents(path)
  if (documents === undefined) {
    if (!scope.files.isAbsent(path)) return undefined
    return report({
      code: 'COMPOSE_EXTENDS_FILE_NOT_FOUND',
      message: `The file ${path} does not exist.`,
      missingFile: path,
    })
  }
  const opened = familyOfFile(path, documents, scope)
  families.set(path, opened)
  return opened
}

/** The service as a file in another folder would write it: its relative paths lead to the same places. */
function moveTo(folder: string, service: Mapping, { from, scope }: { from: string; scope: Scope }): Mapping {
  if (folder === from) return service
  const { home } = scope
  const prefix = relativeTo(folder, from)
  const moved = nodeAt(
    movePaths(alone('moved', service, service.origin), { prefix, home }),
    'services',
    'moved',
  )
  return moved?.kind === 'mapping' ? moved : service
}

/** How many values a tree has. */
function weigh(node: Node): number {
  if (node.kind === 'scalar') return 1
  const children =
    node.kind === 'sequence' ? node.items : [...node.entries.values()].map(({ value }) => value)
  return children.reduce((sum, child) => sum + weigh(child), 1)
}
