import { plain } from './bind/read.ts'
import { compareText } from './context.ts'
import type { SourceRange } from './diagnostic.ts'
import type { JsonValue } from './dump/json.ts'
import type { VariableUse } from './interpolate/interpolate.ts'
import type { LoadResult } from './load.ts'
import { rangeOf } from './source.ts'
import { entriesOf, type Node, type Path } from './tree.ts'

/** Where one value of the project comes from. */
export interface ValueOrigin {
  /** Where it stands in the project, in the spelling of the long forms: `['services', 'web', 'ports', 0, 'target']`. */
  readonly path: Path
  /** The place that set it, or that implies it: a default is where the thing is that it belongs to. */
  readonly range: SourceRange
  /**
   * The value; an empty list or mapping is one too. Where variables were filled in it is the text with its
   * variables, as the file has it, and null where the file has a name only: no value of the environment is here.
   */
  readonly value: JsonValue
}

/**
 * Tells for every value of a loaded project which file and line set it: after merges, the last that did.
 *
 * Pure. Services that are switched off are left out. In the order of the model, sections and mappings sorted
 * by key; empty when the project did not load.
 */
export function describeOrigins({
  project,
  document,
}: Pick<LoadResult, 'project' | 'document'>): ValueOrigin[] {
  if (project === undefined || document === undefined) return []
  const isOff = ([section, name]: Path) =>
    section === 'services' && name !== undefined && Object.hasOwn(project.disabledServices, name)
  return leavesOf(document, []).filter(({ path }) => !isOff(path))
}

function leavesOf(node: Node, path: Path): ValueOrigin[] {
  const children = childrenOf(node)
  if (children.length > 0) return children.flatMap(([key, child]) => leavesOf(child, [...path, key]))
  const { origin } = node
  // Holds because a leaf is a scalar or an empty collection.
  const value = origin.written === undefined ? (plain(node) as JsonValue) : origin.written
  return [{ path, range: rangeOf(origin), value }]
}

function childrenOf(node: Node): (readonly [string | number, Node])[] {
  if (node.kind === 'sequence') return node.items.map((item, index) => [index, item] as const)
  return entriesOf(node)
    .map(([key, { value }]) => [key, value] as const)
    .toSorted(([a], [b]) => compareText(a, b))
}

/** What decides a variable's value. */
export type VariableSource =
  /** The variables of the operating system. */
  | 'environment'
  /** `.env`, a file of `--env-file`, or an env file of the included projects that use it. */
  | 'env-file'
  /** `COMPOSE_PROJECT_NAME`, which the project sets itself. */
  | 'project-name'
  /** It is not set, and wherever it is used a default stands in. */
  | 'default'
  /** It is not set, and somewhere an empty text stands in. */
  | 'unset'
  /** It is not set, and the project does not load without it. */
  | 'missing'

/** One variable that the files consult. Its value is not here: it may be a secret. */
export interface VariableDescription {
  readonly name: string
  readonly source: VariableSource
  /** Where an env file sets it; with the source `environment` it is set there too, to no effect. */
  readonly range?: SourceRange
  /** Where it is consulted, in the order it was met. */
  readonly uses: readonly VariableUse[]
}

/** A variable of an env file that nothing consults. */
export interface UnusedVariable {
  readonly name: string
  readonly range: SourceRange
}

export interface VariableReport {
  /** Sorted by name. */
  readonly used: readonly VariableDescription[]
  /** Set in an env file for nothing, sorted by name; the `COMPOSE_*` and `DOCKER_*` settings are never among them. */
  readonly unused: readonly UnusedVariable[]
}

/**
 * Tells for every variable which source gave its value, which are missing, and which are set in an env file
 * but not used.
 *
 * Pure. It says something about projects that did not load too, as far as loading came.
 */
export function describeVariables({
  variables,
  environment,
}: Pick<LoadResult, 'variables' | 'environment'>): VariableReport {
  const uses = new Map<string, VariableUse[]>()
  for (const use of variables) uses.set(use.name, [...(uses.get(use.name) ?? []), use])
  const describe = (name: string, all: readonly VariableUse[]): VariableDescription => {
    const { source, range } = environment.get(name) ?? sourceOf(all)
    return { name, source, ...(range && { range }), uses: all }
  }
  const unused = [...environment].flatMap(([name, { range }]) =>
    range === undefined || uses.has(name) || isSetting(name) ? [] : [{ name, range }],
  )
  return {
    used: [...uses].toSorted(([a], [b]) => compareText(a, b)).map(([name, all]) => describe(name, all)),
    unused,
  }
}

/** Of a variable that the project itself does not set: the projects that it includes may. */
function sourceOf(uses: readonly VariableUse[]): Pick<VariableDescription, 'source' | 'range'> {
  const unset = uses.filter(({ setAt }) => setAt === undefined)
  const range = unset.length === 0 ? uses[0]?.setAt : undefined
  return range === undefined ? { source: sourceOfUnset(unset) } : { source: 'env-file', range }
}

function sourceOfUnset(uses: readonly VariableUse[]): VariableSource {
  if (uses.some(({ isRequired }) => isRequired)) return 'missing'
  return uses.every(({ defaultText }) => defaultText !== undefined) ? 'default' : 'unset'
}

/** Read by the loader or the client themselves. */
const isSetting = (name: string) => /^(COMPOSE|DOCKER)_/.test(name)
