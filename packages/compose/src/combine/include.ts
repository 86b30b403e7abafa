import { plain } from '../bind/read.ts'
import { checkFileObjects } from '../check/file-objects.ts'
import { checkResources } from '../check/resources.ts'
import type { Place } from '../context.ts'
import type { DiagnosticCode } from '../diagnostic-codes.ts'
import type { JsonValue } from '../dump/json.ts'
import { printJson } from '../dump/json-text.ts'
import { makePathsAbsolute, movePaths } from '../normalize/absolute-paths.ts'
import { fillContexts, takeVariables } from '../normalize/defaults.ts'
import { relativeTo, resolvePath } from '../paths.ts'
import { type Origin, rangeOf } from '../source.ts'
import {
  type Entry,
  entriesOf,
  itemsOf,
  type Mapping,
  mapping,
  type Node,
  nodeAt,
  withEntry,
  withoutEntry,
} from '../tree.ts'
import { isRemote } from './remote.ts'
import type { Scope } from './scope.ts'

const sections = ['services', 'networks', 'volumes', 'configs', 'secrets', 'models'] as const

/** Makes one model of the documents of a project. */
type Combine = (documents: readonly Node[], scope: Scope) => Mapping | undefined

/**
 * Phase 7: takes over the services and resources of other projects, each loaded by itself: with its own folder,
 * `.env` and includes, and with the variables of this project before its own.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/14-include.md
 */
export function includeProjects(document: Mapping, scope: Scope, combine: Combine): Mapping {
  const includes = nodeAt(document, 'include')
  if (includes === undefined) return document
  return itemsOf(includes).reduce<Mapping>(
    (including, item) => {
      const included = loadIncluded(item, scope, combine)
      return included === undefined ? including : takeOver(included, including, scope)
    },
    withoutEntry(document, 'include'),
  )
}

/** One entry of `include`, in whichever form it is written. */
interface Include {
  readonly paths: readonly string[]
  readonly folder: string
  readonly envFiles: readonly string[] | undefined
  readonly origin: Origin
}

function loadIncluded(item: Node, scope: Scope, combine: Combine): Mapping | undefined {
  const include = readInclude(item, scope)
  if (include === undefined) return undefined
  const { findings, files, including } = scope
  const { folder, origin } = include
  const report = (code: DiagnosticCode, message: string, missingFile?: string) =>
    findings.report({ code, message, origin, path: ['include'], ...(missingFile && { missingFile }) })
  const [envFiles, absentEnvFiles] = partition(include.envFiles, (path) => !files.isAbsent(path))
  for (const path of absentEnvFiles)
    report('COMPOSE_ENV_FILE_NOT_FOUND', `The env file ${path} does not exist.`, path)
  const [main] = include.paths
  if (main === undefined) return undefined
  if (including.includes(main)) {
    const circle = [...including.slice(including.indexOf(main)), main].join(' -> ')
    report('COMPOSE_INCLUDE_CYCLE', `Files include each other in a circle: ${circle}.`)
    return undefined
  }
  if (!files.afford('includes', 1, item)) return undefined
  const found = include.paths.map((path) => ({ path, documents: files.documents(path) }))
  const absent = found.filter(({ path, documents }) => !documents && files.isAbsent(path))
  for (const { path } of absent)
    report('COMPOSE_INCLUDE_FILE_NOT_FOUND', `The file ${path} does not exist.`, path)
  if (found.some(({ documents }) => !documents)) return undefined

  const variables = files.variables({ workingDir: folder, around: scope, envFiles })
  const inner: Scope = { ...scope, ...variables, workingDir: folder, including: [...including, main] }
  const combined = combine(
    found.flatMap(({ documents }) => documents ?? []),
    inner,
  )
  return combined && finishIncluded(combined, { inner, scope })
}

/** What holds and what does not; undefined stays so. */
const partition = <T>(items: readonly T[] | undefined, holds: (item: T) => boolean) =>
  [items?.filter(holds), items?.filter((item) => !holds(item)) ?? []] as const

/** What is done with a project before another takes it over: its paths and variables mean its own folder. */
function finishIncluded(combined: Mapping, { inner, scope }: { inner: Scope; scope: Scope }): Mapping {
  const place: Place = { path: [], findings: scope.findings }
  checkResources(combined, place)
  checkFileObjects(combined, place)
  const complete = fillContexts(combined)
  const { home, workingDir } = inner
  const located = scope.resolvePaths
    ? makePathsAbsolute(complete, { workingDir, home })
    : movePaths(complete, { prefix: relativeTo(scope.workingDir, workingDir), home })
  return takeVariables(located, { environment: inner.environment })
}

function readInclude(item: Node, scope: Scope): Include | undefined {
  const { workingDir } = scope
  const pathNode = item.kind === 'mapping' ? nodeAt(item, 'path') : item
  const { origin } = pathNode ?? item
  const named = textsOf(pathNode)
  const remote = named.find(isRemote)
  if (remote !== undefined) {
    scope.findings.report({
      code: 'COMPOSE_REMOTE_NOT_SUPPORTED',
      message: `\`${remote}\` is not a file of this machine, and files are not fetched.`,
      origin,
      path: ['include'],
    })
    return undefined
  }
  const paths = named.map((path) => resolvePath(workingDir, path))
  const [main = ''] = paths
  const [given] = textsOf(nodeAt(item, 'project_directory'))
  const envFiles = nodeAt(item, 'env_file')
  return {
    paths,
    folder: given === undefined ? main.replace(/\/[^/]*$/, '') || '/' : resolvePath(workingDir, given),
    envFiles: envFiles && textsOf(envFiles).map((path) => resolvePath(workingDir, path)),
    origin,
  }
}

/** One text, or a list of them. */
const textsOf = (node: Node | undefined): string[] =>
  (node?.kind === 'sequence' ? node.items : node ? [node] : []).flatMap((each) =>
    each.kind === 'scalar' && each.value !== null ? [String(each.value)] : [],
  )

/** Puts what was included beside what the document has. The same thing may be there twice, another may not. */
function takeOver(included: Mapping, document: Mapping, scope: Scope): Mapping {
  return sections.reduce<Mapping>((whole, section) => {
    const theirs = nodeAt(included, section)
    if (theirs?.kind !== 'mapping') return whole
    const ours = nodeAt(whole, section)
    const entries = new Map(entriesOf(ours))
    for (const [name, entry] of theirs.entries) {
      const own = entries.get(name)
      if (own === undefined) entries.set(name, entry)
      else if (!isSame(own, entry, { section, name, scope }))
        reportConflict(section, name, { own, entry, scope })
    }
    return withEntry(whole, section, mapping(entries, ours?.origin ?? theirs.origin))
  }, document)
}

function isSame(
  own: Entry,
  entry: Entry,
  { section, name, scope }: { section: string; name: string; scope: Scope },
): boolean {
  const { workingDir, home, resolvePaths } = scope
  const named = (key: string, value: Node) => mapping(new Map([[key, { key: own.key, value }]]), own.key)
  const complete = fillContexts(named(section, named(name, own.value)))
  const located = resolvePaths ? makePathsAbsolute(complete, { workingDir, home }) : complete
  const ours = nodeAt(takeVariables(located, { environment: scope.environment }), section, name)
  return ours !== undefined && textOf(ours) === textOf(entry.value)
}

/** The same for equal values, and with whole numbers in full. Holds because YAML has no values that JSON has not. */
const textOf = (value: Node) => printJson({ value: plain(value) as JsonValue })

function reportConflict(
  section: string,
  name: string,
  { own, entry, scope }: { own: Entry; entry: Entry; scope: Scope },
) {
  const { file, line } = rangeOf(entry.key)
  scope.findings.report({
    code: 'COMPOSE_INCLUDE_CONFLICT',
    message: `The ${section.slice(0, -1)} "${name}" is also in the included file ${file} (line ${line}), and not the same there.`,
    origin: own.key,
    path: [section, name],
  })
}
