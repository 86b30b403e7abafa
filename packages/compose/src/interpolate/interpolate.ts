import type { Findings } from '../context.ts'
import type { SourceRange } from '../diagnostic.ts'
import { type Origin, rangeOf } from '../source.ts'
import { mapEntries, mapItems, type Node, type Path, type Scalar } from '../tree.ts'
import { type SubstitutionUse, substitute } from './substitute.ts'

/** One place where a file consults a variable. */
export interface VariableUse {
  readonly name: string
  readonly range: SourceRange
  /** `${NAME:?…}`: the project does not load without it. */
  readonly isRequired: boolean
  /** The default as written, for `${NAME:-default}`. */
  readonly defaultText?: string
  /** Where the env file of an included project sets it, for a file of that project. */
  readonly setAt?: SourceRange
}

export interface Interpolation {
  readonly environment: Readonly<Record<string, string>>
  readonly findings: Findings
  readonly onUse: (use: VariableUse) => void
}

/**
 * Phase 2: puts variables into every text value. Keys are left alone.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
export const interpolate = (node: Node, path: Path, run: Interpolation): Node => fill(node, [...path], run)

/** @param path Of the node; its length changes on the way down and up. */
function fill(node: Node, path: (string | number)[], run: Interpolation): Node {
  const below = (child: Node, segment: string | number) => {
    path.push(segment)
    const filled = fill(child, path, run)
    path.pop()
    return filled
  }
  switch (node.kind) {
    case 'scalar':
      return typeof node.value === 'string' && node.value.includes('$')
        ? interpolateText(node, [...path], run)
        : node
    case 'sequence':
      return mapItems(node, below)
    case 'mapping':
      return mapEntries(node, below)
  }
}

function interpolateText(node: Scalar, path: Path, run: Interpolation): Scalar {
  const template = String(node.value)
  const { environment, findings } = run
  const locate = createLocator(node, template)
  const value = substitute(template, (name) => ownValue(environment, name), {
    onUse: (use) => run.onUse(describeUse(use, rangeOf(locate(use.offset, use.name.length + 1)))),
    onUnset: (name, offset) =>
      findings.report({
        code: 'COMPOSE_VARIABLE_UNSET',
        message: `The "${name}" variable is not set. Defaulting to a blank string.`,
        fix: `Set ${name} in .env or in the environment, or give a default: \${${name}:-default}.`,
        origin: locate(offset, name.length + 1),
        path,
      }),
    onRequired: (name, message, offset) =>
      findings.report({
        code: 'COMPOSE_VARIABLE_REQUIRED',
        message: `Required variable ${name} is missing a value${message && `: ${message}`}`,
        fix: `Set ${name} in .env or in the environment.`,
        origin: locate(offset, name.length + 2),
        path,
      }),
    onInvalid: (offset) =>
      findings.report({
        code: 'COMPOSE_INTERPOLATION_INVALID',
        message: `Invalid interpolation format in ${path.join('.')}: ${excerpt(template, offset)}`,
        origin: locate(offset, 2),
        path,
      }),
  })
  return { ...node, value, origin: { ...node.origin, written: template } }
}

/** What a use of a variable asks, for a reader of the file. Pure. */
export const describeUse = (
  { name, operator = '', operand = '' }: SubstitutionUse,
  range: SourceRange,
): VariableUse => ({
  name,
  range,
  isRequired: operator.endsWith('?'),
  ...(operator.endsWith('-') && { defaultText: operand }),
})

/** Enough of a malformed expression to know it again. */
const excerpt = (template: string, offset: number) =>
  template.slice(offset, offset + 60).split('\n', 1)[0] ?? ''

/** A plain object would answer for `constructor`. */
const ownValue = (environment: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(environment, name) ? environment[name] : undefined

/**
 * Finds the place in the file of an offset in a scalar's value. Quotes, escapes and folding move text about,
 * so dollar signs are counted: the n-th of the value is the n-th of the source, if both have as many.
 */
function createLocator({ origin }: Scalar, value: string): (offset: number, length: number) => Origin {
  const written = dollarsOf(origin.source.text.slice(origin.start, origin.end))
  const dollars = dollarsOf(value)
  if (written.length !== dollars.length) return () => origin
  return (offset, length) => {
    const place = written[indexIn(dollars, offset)]
    if (place === undefined) return origin
    const start = origin.start + place
    return { source: origin.source, start, end: Math.min(start + length, origin.end) }
  }
}

function dollarsOf(text: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf('$'); at >= 0; at = text.indexOf('$', at + 1)) found.push(at)
  return found
}

/** Where a number is in a rising list; -1 when it is not. A text may have a million dollar signs. */
function indexIn(rising: readonly number[], wanted: number): number {
  let low = 0
  let high = rising.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((rising[middle] ?? 0) < wanted) low = middle + 1
    else high = middle
  }
  return rising[low] === wanted ? low : -1
}
