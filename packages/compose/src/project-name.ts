import type { Findings } from './context.ts'
import { substitute } from './interpolate/substitute.ts'
import { baseName } from './paths.ts'
import type { Origin } from './source.ts'
import { type Node, nodeAt } from './tree.ts'

const validName = /^[a-z0-9][a-z0-9_-]*$/

/** Where a project's name may come from, in the order they are asked. */
export interface NameSources {
  /** `-p`. */
  readonly explicit: string | undefined
  /** `COMPOSE_PROJECT_NAME`. */
  readonly environment: string | undefined
  /** The last top-level `name` that is not empty as it is written, already interpolated. */
  readonly file: { readonly text: string; readonly origin: Origin } | undefined
  readonly workingDir: string
  /** False: a name in a file stays as it is written. */
  readonly normalize: boolean
}

/**
 * Chooses the project's name. Names from outside must be valid as they are; names from a file or a folder are
 * made valid: lower case, and without other characters. Undefined, and reported, when nothing is left.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md#name-top-level-element
 */
export function chooseProjectName(sources: NameSources, findings: Findings): string | undefined {
  const given = sources.explicit || sources.environment
  if (given) {
    if (validName.test(given)) return given
    findings.report({
      code: 'COMPOSE_PROJECT_NAME_INVALID',
      message: `"${given}" cannot be a project name.`,
    })
    return undefined
  }
  const written = sources.file?.text ?? baseName(sources.workingDir)
  const isKept = sources.file?.text && !sources.normalize
  const name = isKept ? written : normalizeProjectName(written)
  if (name !== '') return name
  findings.report({
    code: 'COMPOSE_PROJECT_NAME_INVALID',
    message: `"${written}" has no letter or digit that a project name could have.`,
    origin: sources.file?.origin,
  })
  return undefined
}

/** Lower case, only `a-z 0-9 _ -`, starting with a letter or digit; empty when nothing is left. */
export const normalizeProjectName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')

/**
 * The last name that any document gives, with its variables filled in; as it is written where no
 * environment is given.
 */
export function findNameInFiles(
  files: readonly (readonly Node[])[],
  environment?: Readonly<Record<string, string>>,
): NameSources['file'] {
  const fill = (text: string) =>
    environment === undefined
      ? text
      : substitute(text, (name) => (Object.hasOwn(environment, name) ? environment[name] : undefined))
  return files
    .flat()
    .map((document) => nodeAt(document, 'name'))
    .filter((node) => node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== '')
    .map((node) => ({ text: fill(textOf(node)), origin: node?.origin }))
    .findLast((found): found is { text: string; origin: Origin } => found.origin !== undefined)
}

const textOf = (node: Node | undefined) => (node?.kind === 'scalar' ? String(node.value) : '')
